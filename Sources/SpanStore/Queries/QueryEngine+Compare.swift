import SpanSources
import Telemetry

extension QueryEngine {
    /// Counts every value of every attribute in a selection and in a baseline.
    ///
    /// First the rows of both sides, groups side by side; then fields side by side, each over all groups, so that
    /// values of a field meet in one table and nothing is merged between cores. Of segments that belong wholly to the
    /// comparison, what is known of them from an earlier one is not counted again.
    func compare(_ request: Comparison, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> ComparisonCounts {
        let groups = snapshot[request.dataset].filter {
            $0.overlaps(request.selection.range) || $0.overlaps(request.baseline.range)
        }
        let context = try await context([request.selection.filter, request.baseline.filter], on: groups, snapshot)
        let sides = try await spread(groups) { (scans) throws(SpanSourceError) in
            var sides: [ComparedGroup] = []
            var predicates = PredicateEvaluator(context)
            for scan in scans {
                try Self.checkCancellation()
                sides.append(try ComparedGroup(scan.group, scan, request, &predicates))
            }
            return sides
        }.flatMap { $0 }.filter { $0.selectionRows + $0.baselineRows > 0 }
        guard !sides.isEmpty else { return ComparisonCounts(selectionRows: 0, baselineRows: 0, attributes: []) }
        numberings.forget(segmentsBefore: snapshot.oldestSegment)
        let fields = ComparedField.all(in: sides)
        let counter = WorkCounter()
        let workers = max(1, min(parallelism, fields.count))
        let tallies = try await concurrently(workers) { (worker) throws(SpanSourceError) in
            var found: [(Int, AttributeCounts)] = []
            while true {
                let index = counter.next()
                guard index < fields.count else { return found }
                try Self.checkCancellation()
                let limit = max(0, request.valuesPerAttribute)
                if let counts = try fields[index].counts(sides, self, worker: worker, limit: limit) {
                    found.append((index, counts))
                }
            }
        }
        return ComparisonCounts(
            selection: sides.reduce(into: .init()) { $0.add($1.size(of: $1.selection)) },
            baseline: sides.reduce(into: .init()) { $0.add($1.size(of: $1.baseline)) },
            attributes: tallies.flatMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1))
    }
}
