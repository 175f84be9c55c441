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

    func column(_ name: AttributeName, _ type: ValueType) -> AttributeColumn {
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
