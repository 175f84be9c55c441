public import Telemetry

/// The answer to an aggregate query, column by column.
public struct ResultTable: Sendable, Equatable {
    /// The output columns: groups first, then aggregates, in the order asked for.
    public var columns: [ResultColumn]
    /// Rows looked at (after zone maps ruled segments out).
    public var scannedRows: Int
    /// Rows that met the filter, unweighted.
    public var matchedRows: Int
    /// Groups that the limit cut off.
    public var omittedGroups: Int
    /// Whether a quantile came from a sketch rather than from every value.
    public var isApproximate: Bool

    /// Makes a table; all columns have the same count.
    public init(
        columns: [ResultColumn], scannedRows: Int = 0, matchedRows: Int = 0, omittedGroups: Int = 0,
        isApproximate: Bool = false
    ) {
        self.columns = columns
        self.scannedRows = scannedRows
        self.matchedRows = matchedRows
        self.omittedGroups = omittedGroups
        self.isApproximate = isApproximate
    }

    /// How many groups there are.
    public var rowCount: Int { columns.first?.values.count ?? 0 }

    /// The column of a name.
    public subscript(column: String) -> ResultColumn? { columns.first { $0.name == column } }

    /// The number in a cell; nil for null, text, or a cell outside the table.
    public func number(_ column: String, row: Int) -> Double? {
        guard let values = self[column]?.values, row < values.count else { return nil }
        return values.number(at: row)
    }

    /// The text in a cell; nil for null or a cell outside the table.
    public func text(_ column: String, row: Int) -> String? {
        guard let values = self[column]?.values, row < values.count else { return nil }
        return values.text(at: row)
    }

    /// The time in a cell, 1970 where there is none; through text, because a Double cannot hold nanoseconds since 1970
    /// exactly.
    public func time(_ column: String, row: Int) -> Timestamp {
        let exact = text(column, row: row).flatMap { Int64($0) }
        return Timestamp(nanoseconds: exact ?? Int64(number(column, row: row) ?? 0))
    }
}

/// One output column.
public struct ResultColumn: Sendable, Equatable {
    public var name: String
    public var values: ResultValues

    /// Makes a column.
    public init(name: String, values: ResultValues) {
        self.name = name
        self.values = values
    }
}

/// The cells of an output column; nil is null.
public enum ResultValues: Sendable, Equatable {
    case strings([String?])
    case integers([Int64?])
    case doubles([Double?])
    case booleans([Bool?])

    /// How many cells there are.
    public var count: Int {
        switch self {
        case .strings(let cells): cells.count
        case .integers(let cells): cells.count
        case .doubles(let cells): cells.count
        case .booleans(let cells): cells.count
        }
    }

    /// The number in a cell, where it is one.
    public func number(at row: Int) -> Double? {
        switch self {
        case .integers(let cells): cells[row].map(Double.init)
        case .doubles(let cells): cells[row]
        case .strings, .booleans: nil
        }
    }

    /// The cell as text; nil for null.
    public func text(at row: Int) -> String? {
        switch self {
        case .strings(let cells): cells[row]
        case .integers(let cells): cells[row].map { String($0) }
        case .doubles(let cells): cells[row].map { String($0) }
        case .booleans(let cells): cells[row].map { String($0) }
        }
    }
}
