import SpanSources
import Telemetry

extension SpanBatch {
    /// Some rows, in the given order.
    func picking(_ rows: [Int], _ projection: RowSelection.AttributeProjection) -> SpanBatch {
        var picked = SpanBatch()
        picked.traceIDs = rows.map { traceIDs[$0] }
        picked.spanIDs = rows.map { spanIDs[$0] }
        picked.parentIDs = rows.map { parentIDs[$0] }
        picked.startNanoseconds = rows.map { startNanoseconds[$0] }
        picked.durationNanoseconds = rows.map { durationNanoseconds[$0] }
        picked.kinds = rows.map { kinds[$0] }
        picked.statuses = rows.map { statuses[$0] }
        picked.services = StringColumn(rows.map { services[$0] })
        picked.names = StringColumn(rows.map { names[$0] })
        picked.statusMessages = StringColumn(rows.map { statusMessages[$0] })
        picked.weights = rows.map { weights[$0] }
        picked.attributes = attributes.picking(rows, projection)
        return picked
    }
}

extension EventBatch {
    /// Some rows, in the given order.
    func picking(_ rows: [Int], _ projection: RowSelection.AttributeProjection) -> EventBatch {
        var picked = EventBatch()
        picked.traceIDs = rows.map { traceIDs[$0] }
        picked.spanIDs = rows.map { spanIDs[$0] }
        picked.timeNanoseconds = rows.map { timeNanoseconds[$0] }
        picked.sources = rows.map { sources[$0] }
        picked.severities = rows.map { severities[$0] }
        picked.services = StringColumn(rows.map { services[$0] })
        picked.names = StringColumn(rows.map { names[$0] })
        picked.bodies = StringColumn(rows.map { bodies[$0] })
        picked.attributes = attributes.picking(rows, projection)
        return picked
    }
}

extension [AttributeColumn] {
    fileprivate func picking(_ rows: [Int], _ projection: RowSelection.AttributeProjection) -> [AttributeColumn] {
        let wanted: Set<String>? =
            switch projection {
            case .none: []
            case .all: nil
            case .keys(let keys): Set(keys.flatMap(AttributeAliases.spellings))
            }
        return AttributeColumn.columns(
            rows.map { row in
                var all: [AttributeName: AttributeValue] = [:]
                for column in self where wanted?.contains(column.name.key) ?? true {
                    if let value = column.value(atRow: row) { all[column.name] = value }
                }
                return all
            })
    }
}
