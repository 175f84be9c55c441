import SpanSources
import Telemetry

extension QueryEngine {
    /// Counts every value of every attribute in a selection and in a baseline.
    ///
    /// First the rows of both sides, groups side by side; then fields side by side, each over all groups, so that
    /// values of a field meet in one table and nothing is merged between cores.
    func compare(_ request: Comparison, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> ComparisonCounts {
        let groups = snapshot[request.dataset].filter {
            $0.overlaps(request.selection.range) || $0.overlaps(request.baseline.range)
        }
        let sides = try await spread(groups) { (scans) throws(SpanSourceError) in
            var sides: [ComparedGroup] = []
            var predicates = PredicateEvaluator()
            for scan in scans {
                try Self.checkCancellation()
                sides.append(try ComparedGroup(scan.group, scan, request, &predicates))
            }
            return sides
        }.flatMap { $0 }.filter { $0.selectionRows + $0.baselineRows > 0 }
        let fields = ComparedField.all(in: sides)
        let counter = WorkCounter()
        let workers = max(1, min(parallelism, fields.count))
        let tallies = try await concurrently(workers) { (worker) throws(SpanSourceError) in
            var found: [(Int, AttributeCounts)] = []
            while true {
                let index = counter.next()
                guard index < fields.count else { return found }
                try Self.checkCancellation()
                let tally = try fields[index].tally(sides, reader, worker: worker)
                if let counts = tally.counts(fields[index].field, limit: request.valuesPerAttribute) {
                    found.append((index, counts))
                }
            }
        }
        return ComparisonCounts(
            selectionRows: sides.reduce(0) { $0 + $1.selectionRows },
            baselineRows: sides.reduce(0) { $0 + $1.baselineRows },
            attributes: tallies.flatMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1))
    }
}
