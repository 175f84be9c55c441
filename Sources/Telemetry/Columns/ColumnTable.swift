/// Rows of one dataset as columns; at most `ColumnTable.maximumRows`.
package struct ColumnTable: Sendable, Equatable {
    /// Codes have 16 bits and 0 means "no value".
    package static let maximumRows = 65_472

    package var rowCount: Int
    /// Parallel to `columns`; each key once.
    package var keys: [ColumnKey]
    package var columns: [Column]

    package init(rowCount: Int = 0, keys: [ColumnKey] = [], columns: [Column] = []) {
        self.rowCount = rowCount
        self.keys = keys
        self.columns = columns
    }

    package mutating func append(_ key: ColumnKey, _ column: Column) {
        keys.append(key)
        columns.append(column)
    }

    package func column(_ key: ColumnKey) -> Column? {
        keys.firstIndex(of: key).map { columns[$0] }
    }

    package func coded(_ column: IntrinsicColumn) -> CodedColumn? {
        if case .coded(let coded) = self.column(.intrinsic(column)) { coded } else { nil }
    }

    package func numbers(_ column: IntrinsicColumn) -> [Int64] {
        if case .numbers(let numbers) = self.column(.intrinsic(column)) { numbers } else { [] }
    }

    package func identifiers(_ column: IntrinsicColumn) -> [UInt64] {
        if case .identifiers(let identifiers) = self.column(.intrinsic(column)) { identifiers } else { [] }
    }

    package func weights() -> [Float]? {
        if case .weights(let weights) = column(.intrinsic(.weight)) { weights } else { nil }
    }
}
