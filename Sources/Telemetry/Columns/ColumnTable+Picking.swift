extension ColumnTable {
    /// The traces of some rows.
    func traces(_ rows: [Int]) -> [TraceID] {
        guard let coded = coded(.trace), case .traces(let traces) = coded.dictionary else {
            return rows.map { _ in .none }
        }
        if coded.rows == nil {
            return rows.picking(coded.codes) { $0 == 0 ? .none : traces[Int($0) - 1] }
        }
        return rows.map { row in
            let code = coded.code(atRow: row)
            return code == 0 ? .none : traces[Int(code) - 1]
        }
    }

    /// A column of small numbers; each distinct one is converted once.
    func small<Value>(
        _ column: IntrinsicColumn, _ rows: [Int], _ convert: (UInt8) -> Value
    ) -> [Value] {
        guard let coded = coded(column), case .integers(let entries) = coded.dictionary else {
            let value = convert(0)
            return rows.map { _ in value }
        }
        let values = [convert(0)] + entries.map { convert(UInt8(truncatingIfNeeded: $0)) }
        if coded.rows == nil {
            return rows.picking(coded.codes) { values[Int($0)] }
        }
        return rows.map { values[Int(coded.code(atRow: $0))] }
    }
}

extension [Int] {
    /// What stands at these places of a column, converted.
    @inline(__always)
    func picking<Source, Value>(_ column: [Source], _ convert: (Source) -> Value) -> [Value] {
        precondition(allSatisfy { $0 >= 0 && $0 < column.count }, "rows of another table")
        return column.withUnsafeBufferPointer { column in
            [Value](unsafeUninitializedCapacity: count) { values, initialized in
                for place in 0..<count { values.initializeElement(at: place, to: convert(column[self[place]])) }
                initialized = count
            }
        }
    }
}
