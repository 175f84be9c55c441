extension SpanBatch {
    /// Appends the columns that are no text and no attributes.
    mutating func append(_ other: SpanBatch) {
        traceIDs += other.traceIDs
        spanIDs += other.spanIDs
        parentIDs += other.parentIDs
        startNanoseconds += other.startNanoseconds
        durationNanoseconds += other.durationNanoseconds
        kinds += other.kinds
        statuses += other.statuses
        weights += other.weights
    }
}

extension EventBatch {
    /// Appends the columns that are no text and no attributes.
    mutating func append(_ other: EventBatch) {
        traceIDs += other.traceIDs
        spanIDs += other.spanIDs
        timeNanoseconds += other.timeNanoseconds
        sources += other.sources
        severities += other.severities
    }
}
