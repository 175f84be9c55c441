import SpanSources
import Telemetry

extension QueryEngine {
    /// Finds which spans have the relatives that some conditions ask for.
    ///
    /// - Parameters:
    ///   - conditions: What will be evaluated, on the given groups.
    ///   - snapshot: Where relatives are looked for.
    func context(
        _ conditions: [Predicate], on groups: [RowGroup], _ snapshot: StoreSnapshot
    ) async throws(SpanSourceError) -> PredicateEvaluator.Context {
        var relatives = ResolvedRelatives()
        guard let spans = groups.first, spans.dataset == .spans else { return .init() }
        for wanted in Set(conditions.flatMap(\.relatives)) {
            guard wanted.relative != .traceMate else {
                relatives.set(wanted, groups, try await traceMates(wanted.condition, in: groups, snapshot))
                continue
            }
            let families = try await families(wanted.relative, of: groups, snapshot)
            let inner = try await context([wanted.condition], on: families.groups, snapshot)
            let meeting = try await each(families.groups) { (scan) throws(SpanSourceError) in
                var predicates = PredicateEvaluator(inner)
                return try predicates.evaluate(wanted.condition, scan)
            }
            relatives.set(wanted, families.groups, families.spans(with: wanted.relative, in: meeting))
        }
        return PredicateEvaluator.Context(relatives: relatives)
    }

    /// The groups' spans whose traces hold a span that meets a condition.
    private func traceMates(
        _ condition: Predicate, in groups: [RowGroup], _ snapshot: StoreSnapshot
    ) async throws(SpanSourceError) -> [Bitmap] {
        let members = snapshot.spans.filter { $0.isNear(groups) }
        let inner = try await context([condition], on: members, snapshot)
        let hashes = try await each(members) { (scan) throws(SpanSourceError) in
            var predicates = PredicateEvaluator(inner)
            let rows = try predicates.evaluate(condition, scan)
            return try scan.reading { (scan) throws(SpanStoreError) in try scan.traceHashes(of: rows) }
        }
        let traces = TraceHashes(hashes.flatMap { $0 })
        return try await each(groups) { (scan) throws(SpanSourceError) in
            try scan.reading { (scan) throws(SpanStoreError) in try scan.rows(ofTraces: traces) }
        }
    }

    /// The families of the groups' spans, with the groups where their relatives are.
    private func families(
        _ relative: Predicate.Relative, of groups: [RowGroup], _ snapshot: StoreSnapshot
    ) async throws(SpanSourceError) -> SpanFamilies {
        let members = relative == .parent ? groups : snapshot.spans.filter { $0.isNear(groups) }
        let linked = try await each(members, Self.linked)
        var families = SpanFamilies(groups: members, links: linked.map(\.0))
        let search = StrangerSearch(linked.map(\.1))
        // Parents can also stand in groups about whose own rows nobody asks.
        let known = Set(members.map { ObjectIdentifier($0) })
        let others = relative == .parent ? snapshot.spans.filter { !known.contains(ObjectIdentifier($0)) } : []
        let searched = members + others.filter { $0.mayHold(search.traces) }
        let found = try await each(searched) { (scan) throws(SpanSourceError) in
            try scan.reading { (scan) throws(SpanStoreError) in try search.parents(in: scan) }
        }
        for (group, parents) in zip(searched, found) where !parents.isEmpty { families.add(parents, in: group) }
        return families
    }

    private static func linked(_ scan: GroupScan) throws(SpanSourceError) -> (ParentLinks, StrangerSearch.Needs) {
        try scan.reading { (scan) throws(SpanStoreError) in
            let links = try scan.parentLinks()
            return (links, try scan.strangers(links))
        }
    }

    /// One result per group, in order; groups are taken by whichever core is free.
    private func each<Result: Sendable>(
        _ groups: [RowGroup], _ body: @escaping @Sendable (GroupScan) throws(SpanSourceError) -> Result
    ) async throws(SpanSourceError) -> [Result] {
        guard groups.count > 1 else {
            return try groups.map { (group) throws(SpanSourceError) in
                try body(GroupScan(group: group, reader: reader, worker: 0))
            }
        }
        let counter = WorkCounter()
        let shares = try await concurrently(min(parallelism, groups.count)) { (worker) throws(SpanSourceError) in
            var results: [(Int, Result)] = []
            while true {
                let index = counter.next()
                guard index < groups.count else { return results }
                try Self.checkCancellation()
                results.append((index, try body(GroupScan(group: groups[index], reader: reader, worker: worker))))
            }
        }
        return shares.flatMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

extension RowGroup {
    /// How far apart in time spans of one trace are looked for.
    private static let traceLength: Int64 = 3_600_000_000_000

    /// Whether spans of the group may belong to traces of others: they lie within an hour.
    fileprivate func isNear(_ groups: [RowGroup]) -> Bool {
        groups.contains { other in
            let (early, late) = times.lowerBound < other.times.lowerBound ? (times, other.times) : (other.times, times)
            return late.lowerBound.subtractingReportingOverflow(early.upperBound).partialValue <= Self.traceLength
        }
    }
}
