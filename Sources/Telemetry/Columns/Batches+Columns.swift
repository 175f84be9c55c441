/// Does something to every column of a batch that holds a value per row, one after the other.
///
/// Attributes, which few rows have, stand beside them.
package protocol ColumnVisitor<Batch> {
    associatedtype Batch

    mutating func visit<Value>(rows column: WritableKeyPath<Batch, [Value]>)
    mutating func visit(texts column: WritableKeyPath<Batch, StringColumn>)
}

/// Changes the columns of the batch it holds.
protocol ColumnChange<Batch>: ColumnVisitor {
    var batch: Batch { get }
}

/// Rows as columns; these lists are the only ones.
package protocol ColumnBatch {
    init()
    var count: Int { get }
    var attributes: [AttributeColumn] { get set }
    static func visit(_ visitor: inout some ColumnVisitor<Self>)
}

extension ColumnBatch {
    /// Changes the columns; the change holds the only reference to the batch meanwhile, so that nothing is copied.
    mutating func change<Change: ColumnChange<Self>>(by holding: (Self) -> Change) {
        var change = holding(self)
        self = Self()
        Self.visit(&change)
        self = change.batch
    }
}

extension SpanBatch: ColumnBatch {
    package static func visit(_ visitor: inout some ColumnVisitor<SpanBatch>) {
        visitor.visit(rows: \.traceIDs)
        visitor.visit(rows: \.spanIDs)
        visitor.visit(rows: \.parentIDs)
        visitor.visit(rows: \.startNanoseconds)
        visitor.visit(rows: \.durationNanoseconds)
        visitor.visit(rows: \.kinds)
        visitor.visit(rows: \.statuses)
        visitor.visit(rows: \.weights)
        visitor.visit(texts: \.services)
        visitor.visit(texts: \.names)
        visitor.visit(texts: \.statusMessages)
    }
}

extension EventBatch: ColumnBatch {
    package static func visit(_ visitor: inout some ColumnVisitor<EventBatch>) {
        visitor.visit(rows: \.traceIDs)
        visitor.visit(rows: \.spanIDs)
        visitor.visit(rows: \.timeNanoseconds)
        visitor.visit(rows: \.sources)
        visitor.visit(rows: \.severities)
        visitor.visit(texts: \.services)
        visitor.visit(texts: \.names)
        visitor.visit(texts: \.bodies)
    }
}
