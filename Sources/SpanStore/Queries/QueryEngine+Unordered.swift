import SpanSources
import Telemetry

extension QueryEngine {
    /// All rows of a selection as they are stored. Each core finds and gathers a stretch of the groups, so that spans of
    /// one trace mostly stay together.
    func unordered(
        _ selection: RowSelection, _ groups: [RowGroup], _ snapshot: StoreSnapshot,
        _ append: @escaping @Sendable (inout BatchAssembler, ColumnTable, [Int]) -> Void
    ) async throws(SpanSourceError) -> BatchAssembler {
        let traces = selection.traces.map { WantedTraces($0) }
        let candidates = groups.filter { $0.overlaps(selection.range) && $0.mayHold(traces) }
        let context = try await context([selection.filter], on: candidates, snapshot)
        let workers = workers(for: candidates)
        let stretches = (0..<workers).map { worker in
            candidates[(candidates.count * worker / workers)..<(candidates.count * (worker + 1) / workers)]
        }
        let found = try await concurrently(workers) { (worker) throws(SpanSourceError) in
            var predicates = PredicateEvaluator(context)
            var parts: [FoundRows.Part] = []
            for group in stretches[worker] {
                try Self.checkCancellation()
                let scan = GroupScan(group: group, reader: reader, worker: worker)
                let rows = try Self.matching(scan, selection, traces, &predicates)
                if !rows.isEmpty { parts.append(FoundRows.Part(group: group, rows: rows.map { Int($0) })) }
            }
            return parts
        }
        let rename = Self.rename(selection.attributes)
        let shares = try await concurrently(workers) { (worker) throws(SpanSourceError) in
            var assembler = BatchAssembler(rename: rename)
            // The first share takes the others in.
            let parts = worker == 0 ? found.flatMap { $0 } : found[worker]
            if groups.first?.dataset == .spans { assembler.reserveSpans(parts.reduce(0) { $0 + $1.rows.count }) }
            for part in found[worker] {
                try Self.checkCancellation()
                append(
                    &assembler, try table(GroupScan(group: part.group, reader: reader, worker: worker), rename),
                    part.rows)
            }
            return assembler
        }
        var total = shares[0]
        for share in shares.dropFirst() { total.append(share) }
        return total
    }
}

extension RowSelection {
    /// Whether all its rows are wanted, in no order.
    var isUnordered: Bool { order == .unordered && limit == .max }
}
