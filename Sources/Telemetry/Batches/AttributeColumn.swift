/// The values of one attribute in a batch, for the rows that have it.
///
/// Sparse by design: most of a batch's attributes stand on few of its rows. One attribute name that is sent with
/// several types gives several columns.
public struct AttributeColumn: Sendable, Equatable {
    /// Which attribute this is.
    public var name: AttributeName
    /// The rows that carry it, ascending, each once.
    public var rows: [UInt32]
    /// One value per element of `rows`.
    public var values: AttributeValues

    /// Makes a column; `rows` and `values` have the same count.
    public init(name: AttributeName, rows: [UInt32], values: AttributeValues) {
        self.name = name
        self.rows = rows
        self.values = values
    }

    /// The value in a row of the batch, found by binary search; nil where the row lacks the attribute.
    public func value(atRow row: Int) -> AttributeValue? {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < row { low = middle + 1 } else { high = middle }
        }
        guard low < rows.count, rows[low] == row else { return nil }
        return values[low]
    }
}

/// Typed values of an attribute column.
public enum AttributeValues: Sendable, Equatable {
    case strings(StringColumn)
    case integers([Int64])
    case doubles([Double])
    case booleans([Bool])
    /// Arrays, maps and bytes as compact JSON text.
    case composites(StringColumn)

    /// How many values there are.
    public var count: Int {
        switch self {
        case .strings(let column), .composites(let column): column.count
        case .integers(let values): values.count
        case .doubles(let values): values.count
        case .booleans(let values): values.count
        }
    }

    /// The value at a position.
    public subscript(position: Int) -> AttributeValue {
        switch self {
        case .strings(let column): .string(column[position])
        case .composites(let column): .composite(json: column[position])
        case .integers(let values): .integer(values[position])
        case .doubles(let values): .double(values[position])
        case .booleans(let values): .boolean(values[position])
        }
    }
}
