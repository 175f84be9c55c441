extension SpanBatch {
    /// All rows in another order.
    ///
    /// - Parameter order: Each row once; the first element is the row that comes first.
    package func reordered(_ order: [Int]) -> SpanBatch {
        var batch = SpanBatch()
        batch.traceIDs = order.map { traceIDs[$0] }
        batch.spanIDs = order.map { spanIDs[$0] }
        batch.parentIDs = order.map { parentIDs[$0] }
        batch.startNanoseconds = order.map { startNanoseconds[$0] }
        batch.durationNanoseconds = order.map { durationNanoseconds[$0] }
        batch.kinds = order.map { kinds[$0] }
        batch.statuses = order.map { statuses[$0] }
        batch.weights = order.map { weights[$0] }
        batch.services = services.picked(order)
        batch.names = names.picked(order)
        batch.statusMessages = statusMessages.picked(order)
        batch.attributes = attributes.reordered(order)
        return batch
    }
}

extension EventBatch {
    /// All rows in another order.
    ///
    /// - Parameter order: Each row once; the first element is the row that comes first.
    package func reordered(_ order: [Int]) -> EventBatch {
        var batch = EventBatch()
        batch.traceIDs = order.map { traceIDs[$0] }
        batch.spanIDs = order.map { spanIDs[$0] }
        batch.timeNanoseconds = order.map { timeNanoseconds[$0] }
        batch.sources = order.map { sources[$0] }
        batch.severities = order.map { severities[$0] }
        batch.services = services.picked(order)
        batch.names = names.picked(order)
        batch.bodies = bodies.picked(order)
        batch.attributes = attributes.reordered(order)
        return batch
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
