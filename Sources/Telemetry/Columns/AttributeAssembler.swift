/// Collects one attribute column out of rows of several tables.
struct AttributeAssembler {
    private var rows: [UInt32] = []
    private var texts = TextColumnAssembler()
    private var integers: [Int64] = []
    private var doubles: [Double] = []
    private var booleans: [Bool] = []

    /// Appends the cells of ascending output rows; no code is 0.
    mutating func append(_ dictionary: ColumnDictionary, codes: [UInt16], outputRows: [UInt32]) {
        rows.append(contentsOf: outputRows)
        switch dictionary {
        case .text(let entries), .composites(let entries): texts.append(entries, codes: codes)
        case .integers(let entries): for code in codes { integers.append(entries[Int(code) - 1]) }
        case .doubles(let entries): for code in codes { doubles.append(entries[Int(code) - 1]) }
        case .booleans(let entries): for code in codes { booleans.append(entries[Int(code) - 1]) }
        case .traces, .mixed: break
        }
    }

    /// Appends the cells of another column, whose first row is a later one here.
    mutating func append(_ other: AttributeAssembler, firstRow: UInt32) {
        rows.append(contentsOf: other.rows.lazy.map { $0 + firstRow })
        texts.append(other.texts)
        integers += other.integers
        doubles += other.doubles
        booleans += other.booleans
    }

    func column(_ name: AttributeName, _ type: ValueType) -> AttributeColumn {
        let column = unsorted(name, type)
        guard zip(rows, rows.dropFirst()).contains(where: { $0 > $1 }) else { return column }
        // Several spellings of the attribute took turns.
        let order = rows.indices.sorted { rows[$0] < rows[$1] }
        return AttributeColumn(name: name, rows: order.map { rows[$0] }, values: column.values.picked(order))
    }

    private func unsorted(_ name: AttributeName, _ type: ValueType) -> AttributeColumn {
        let values: AttributeValues =
            switch type {
            case .text: .strings(texts.column)
            case .composite: .composites(texts.column)
            case .integer: .integers(integers)
            case .double: .doubles(doubles)
            case .boolean: .booleans(booleans)
            }
        return AttributeColumn(name: name, rows: rows, values: values)
    }
}

extension AttributeValues {
    /// The values at these positions.
    func picked(_ positions: [Int]) -> AttributeValues {
        switch self {
        case .strings(let column):
            .strings(StringColumn(codes: positions.map { column.codes[$0] }, dictionary: column.dictionary))
        case .composites(let column):
            .composites(StringColumn(codes: positions.map { column.codes[$0] }, dictionary: column.dictionary))
        case .integers(let values): .integers(positions.map { values[$0] })
        case .doubles(let values): .doubles(positions.map { values[$0] })
        case .booleans(let values): .booleans(positions.map { values[$0] })
        }
    }
}
