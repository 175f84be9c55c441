extension ColumnBatch {
    /// Appends the columns that are no text and no attributes.
    mutating func append(_ other: Self) {
        var appending = ColumnAppending(batch: self, other: other)
        self = Self()
        Self.visit(&appending)
        self = appending.batch
    }

    /// Makes room for so many rows in the columns that are no text and no attributes.
    mutating func reserve(_ count: Int) {
        var reserving = ColumnReserving(batch: self, count: count)
        self = Self()
        Self.visit(&reserving)
        self = reserving.batch
    }
}

/// Holds the only reference to the batch it appends to, so that nothing is copied.
private struct ColumnAppending<Batch: ColumnBatch>: ColumnVisitor {
    var batch: Batch
    let other: Batch

    mutating func visit<Value>(rows column: WritableKeyPath<Batch, [Value]>) {
        batch[keyPath: column] += other[keyPath: column]
    }

    func visit(texts _: WritableKeyPath<Batch, StringColumn>) {}
}

private struct ColumnReserving<Batch: ColumnBatch>: ColumnVisitor {
    var batch: Batch
    let count: Int

    mutating func visit<Value>(rows column: WritableKeyPath<Batch, [Value]>) {
        batch[keyPath: column].reserveCapacity(count)
    }

    func visit(texts _: WritableKeyPath<Batch, StringColumn>) {}
}
