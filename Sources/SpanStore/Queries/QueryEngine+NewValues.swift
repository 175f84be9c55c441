import SpanSources
import Telemetry

extension QueryEngine {
    /// A query for groups that had no row before a time.
    ///
    /// All rows of such a group start at that time or later, so that only those are aggregated. Grouped by one field,
    /// the values are first told apart by dictionaries: those of the later rows, less those of the earlier rows,
    /// newest segment first, because what is not new has mostly been there a moment before.
    func runNew(
        _ query: SpanQuery, since: Timestamp, _ snapshot: StoreSnapshot
    ) async throws(SpanSourceError) -> ResultTable {
        var recent = query
        recent.newSince = nil
        let range = query.range
        guard query.groups.count == 1, case .field(let field) = query.groups[0], field.isCoded else {
            return try await runAll(recent, keeping: since, snapshot)
        }
        let split = min(max(since, range.start), range.end)
        recent.range = TimeRange(start: split, end: range.end)
        let values = DatedValues(field: field, filter: query.filter)
        let earlier = TimeRange(start: range.start, end: split)
        let groups = snapshot[query.dataset].filter { $0.overlaps(query.range) }
        let context = try await context([query.filter], on: groups, snapshot)
        let new = try await values.new(in: recent.range, after: earlier, groups, context, self)
        return try await run(recent, snapshot, only: ValueRestriction(field: field, hashes: new))
    }

    /// Groups everything and then leaves out the groups that began earlier.
    private func runAll(
        _ query: SpanQuery, keeping since: Timestamp, _ snapshot: StoreSnapshot
    ) async throws(SpanSourceError) -> ResultTable {
        let first = Aggregate.minimum(.intrinsic(.time))
        var all = query
        all.aggregates = query.aggregates.contains(first) ? query.aggregates : query.aggregates + [first]
        all.order = nil
        all.limit = .max
        let table = try await run(all, snapshot)
        let columns = table.columns.prefix(query.groups.count + query.aggregates.count)
        guard case .integers(let starts) = table[first.column]?.values else { return table }
        let new = (0..<table.rowCount).filter { row in starts[row].map { $0 >= since.nanoseconds } ?? false }
        let kept = columns.map { ResultColumn(name: $0.name, values: $0.values.picked(new)) }
        let order = ResultOrder(kept, groupColumns: query.groups.count, query.order)
        let rows = order.rows(new.count, limit: max(0, query.limit))
        return ResultTable(
            columns: kept.map { ResultColumn(name: $0.name, values: $0.values.picked(rows)) },
            scannedRows: table.scannedRows, matchedRows: table.matchedRows, omittedGroups: new.count - rows.count,
            isApproximate: table.isApproximate)
    }
}

extension Field {
    /// Whether its columns are dictionaries in every group.
    fileprivate var isCoded: Bool {
        switch self {
        case .intrinsic(.time), .intrinsic(.duration), .intrinsic(.spanID), .intrinsic(.parentID): false
        default: true
        }
    }
}
