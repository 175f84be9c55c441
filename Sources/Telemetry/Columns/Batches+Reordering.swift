extension ColumnBatch {
    /// All rows in another order.
    ///
    /// - Parameter order: Each row once; the first element is the row that comes first.
    package func reordered(_ order: [Int]) -> Self {
        var reordering = ColumnReordering(batch: self, order: order)
        Self.visit(&reordering)
        var batch = reordering.result
        batch.attributes = attributes.reordered(order)
        return batch
    }
}

private struct ColumnReordering<Batch: ColumnBatch>: ColumnVisitor {
    let batch: Batch
    let order: [Int]
    var result = Batch()

    mutating func visit<Value>(rows column: WritableKeyPath<Batch, [Value]>) {
        let values = batch[keyPath: column]
        result[keyPath: column] = order.map { values[$0] }
    }

    mutating func visit(texts column: WritableKeyPath<Batch, StringColumn>) {
        result[keyPath: column] = batch[keyPath: column].picked(order)
    }
}

extension StringColumn {
    fileprivate func picked(_ rows: [Int]) -> StringColumn {
        StringColumn(codes: rows.map { codes[$0] }, dictionary: dictionary)
    }
}

extension [AttributeColumn] {
    /// The columns of a batch whose rows come in another order.
    fileprivate func reordered(_ order: [Int]) -> [AttributeColumn] {
        var places = [UInt32](repeating: 0, count: order.count)
        for (place, row) in order.enumerated() { places[row] = UInt32(place) }
        return map { column in
            let rows = column.rows.map { places[Int($0)] }
            let sorted = rows.indices.sorted { rows[$0] < rows[$1] }
            return AttributeColumn(
                name: column.name, rows: sorted.map { rows[$0] }, values: column.values.picked(sorted))
        }
    }
}
