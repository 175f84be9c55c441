import SpanSources
import Telemetry

/// Runs reads over a snapshot: groups of rows are spread over the cores, then the shares are merged.
struct QueryEngine: Sendable {
    let reader: ChunkReader
    let numberings: FieldNumberings
    let parallelism: Int
    /// Work of fewer rows than this is not worth a second task.
    let rowsPerTask: Int
    let exactQuantileValues: Int
    /// Whether requests are on their way into the store.
    let isIngesting: @Sendable () -> Bool
    /// Quantiles of fewer rows than this are exact also where a sketch would do.
    private static let sketchedRows = 100_000

    /// Filters, groups and aggregates.
    ///
    /// - Parameter restriction: Leaves out rows with other values.
    func run(
        _ query: SpanQuery, _ snapshot: StoreSnapshot, only restriction: ValueRestriction? = nil
    ) async throws(SpanSourceError) -> ResultTable {
        if let since = query.newSince { return try await runNew(query, since: since, snapshot) }
        let groups = snapshot[query.dataset].filter { $0.overlaps(query.range) }
        let limit = query.sketchesQuantiles ? min(exactQuantileValues, Self.sketchedRows) : exactQuantileValues
        var found = try await context(query.conditions, on: groups, snapshot)
        found.restriction = restriction
        let context = found
        let shares = try await spread(query.asksTimeBounds ? groups.outsideIn : groups) {
            (scans) throws(SpanSourceError) in
            var worker = QueryWorker(query, exactQuantileValues: limit)
            var predicates = PredicateEvaluator(context)
            for scan in scans {
                try Self.checkCancellation()
                try worker.add(scan, &predicates)
            }
            return worker
        }
        var total = shares[0]
        for share in shares.dropFirst() { try total.merge(share) }
        if total.prepareSecondLook() {
            let merged = total
            let found = try await concurrently(shares.count) { (worker) throws(SpanSourceError) in
                try merged.secondLook(worker: worker)
            }
            for each in found { total.take(each) }
        }
        return total.table()
    }

    /// Runs the body on every core's share of the groups; at least one share, even of nothing.
    ///
    /// Which core gets which group depends on nothing but the snapshot, so that the same read gives the same bits.
    func spread<Share: Sendable>(
        _ groups: [RowGroup], _ body: @escaping @Sendable ([GroupScan]) throws(SpanSourceError) -> Share
    ) async throws(SpanSourceError) -> [Share] {
        let workers = workers(for: groups)
        let scans = (0..<workers).map { worker in
            groups.indices.filter { $0 % workers == worker }
                .map { GroupScan(group: groups[$0], reader: reader, worker: worker) }
        }
        return try await concurrently(workers) { (worker) throws(SpanSourceError) in try body(scans[worker]) }
    }

    /// How many cores some groups are worth.
    func workers(for groups: [RowGroup]) -> Int {
        max(1, min(parallelism, groups.count, groups.reduce(0) { $0 + $1.rowCount } / max(1, rowsPerTask)))
    }

    /// Runs the body once per worker; results in order.
    ///
    /// Side by side, but one after the other while requests come in: the cores are then busy, and a share that waits
    /// for one would hold up the read. The shares are the same either way, and so are the bits of the answer.
    func concurrently<Share: Sendable>(
        _ workers: Int, _ body: @escaping @Sendable (Int) throws(SpanSourceError) -> Share
    ) async throws(SpanSourceError) -> [Share] {
        guard workers > 1, !isIngesting() else {
            var shares: [Share] = []
            for worker in 0..<workers { shares.append(try body(worker)) }
            return shares
        }
        let outcomes = await withTaskGroup(of: (Int, Result<Share, SpanSourceError>).self) { tasks in
            for worker in 0..<workers {
                tasks.addTask {
                    do throws(SpanSourceError) {
                        return (worker, .success(try body(worker)))
                    } catch {
                        return (worker, .failure(error))
                    }
                }
            }
            var outcomes: [(Int, Result<Share, SpanSourceError>)] = []
            for await outcome in tasks { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }
        }
        var shares: [Share] = []
        for (_, outcome) in outcomes { shares.append(try outcome.get()) }
        return shares
    }

    /// Ends a read whose task was cancelled.
    static func checkCancellation() throws(SpanSourceError) {
        if Task.isCancelled { throw SpanSourceError(.cancelled, "the read was cancelled") }
    }
}

extension RowGroup {
    /// Whether the times of all rows meet a comparison, or of none; nil where the rows have to be asked.
    func decides(_ comparator: Predicate.Comparator, _ bound: Int64) -> Bool? {
        let (first, last) = (times.lowerBound, times.upperBound)
        switch comparator {
        case .less: return last < bound ? true : first >= bound ? false : nil
        case .lessOrEqual: return last <= bound ? true : first > bound ? false : nil
        case .greater: return first > bound ? true : last <= bound ? false : nil
        case .greaterOrEqual: return first >= bound ? true : last < bound ? false : nil
        case .equal, .notEqual: return nil
        }
    }

    /// Whether a row of the group may lie in the range.
    func overlaps(_ range: TimeRange) -> Bool {
        times.upperBound >= range.start.nanoseconds && times.lowerBound < range.end.nanoseconds
    }
}
