extension ColumnBatch {
    /// Appends the columns that are no text and no attributes.
    mutating func append(_ other: Self) {
        change { ColumnAppending(batch: $0, other: other) }
    }

    /// Makes room for so many rows in the columns that are no text and no attributes.
    mutating func reserve(_ count: Int) {
        change { ColumnReserving(batch: $0, count: count) }
    }
}

private struct ColumnAppending<Batch: ColumnBatch>: ColumnChange {
    var batch: Batch
    let other: Batch

    mutating func visit<Value>(rows column: WritableKeyPath<Batch, [Value]>) {
        batch[keyPath: column] += other[keyPath: column]
    }

    func visit(texts _: WritableKeyPath<Batch, StringColumn>) {}
}

private struct ColumnReserving<Batch: ColumnBatch>: ColumnChange {
    var batch: Batch
    let count: Int

    mutating func visit<Value>(rows column: WritableKeyPath<Batch, [Value]>) {
        batch[keyPath: column].reserveCapacity(count)
    }

    func visit(texts _: WritableKeyPath<Batch, StringColumn>) {}
}
