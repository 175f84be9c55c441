import SpanSources
import Telemetry

/// The values of a field among rows that meet a filter, and when they occur.
struct DatedValues: Sendable {
    let field: Field
    let filter: Predicate

    /// Hashes of the values that occur in a range and do not in an earlier one.
    func new(
        in range: TimeRange, after earlier: TimeRange, _ groups: [RowGroup], _ context: PredicateEvaluator.Context,
        _ engine: QueryEngine
    ) async throws(SpanSourceError) -> HashSet64 {
        let shares = try await engine.spread(groups.filter { $0.overlaps(range) }) { (scans) throws(SpanSourceError) in
            var values = HashSet64(capacity: 1024)
            var predicates = PredicateEvaluator(context)
            for scan in scans {
                try QueryEngine.checkCancellation()
                try presence(scan, range, &predicates)?.forEach { _ = values.insert($0) }
            }
            return values
        }
        var candidates = shares[0]
        for share in shares.dropFirst() { candidates.formUnion(share) }
        let older = groups.filter { $0.overlaps(earlier) }.sorted { $0.times.upperBound > $1.times.upperBound }
        let all = candidates.elements
        let rests = try await engine.spread(older) { (scans) throws(SpanSourceError) in
            var rest = all
            var predicates = PredicateEvaluator(context)
            for scan in scans where !rest.isEmpty {
                try QueryEngine.checkCancellation()
                if let presence = try presence(scan, earlier, &predicates) { rest = presence.without(rest) }
            }
            return rest
        }
        return rests.dropFirst().reduce(HashSet64(rests[0])) { new, rest in
            let other = HashSet64(rest)
            return HashSet64(new.elements.filter { other.contains($0) })
        }
    }

    /// The values in a group's rows of a range; nil where no row is meant.
    private func presence(
        _ scan: GroupScan, _ range: TimeRange, _ predicates: inout PredicateEvaluator
    ) throws(SpanSourceError) -> ValuePresence? {
        let isWhole = filter == .all && scan.group.isInside(range)
        let rows = isWhole ? nil : try predicates.rows(scan, range: range, filter)
        if let rows, rows.isEmpty { return nil }
        return try scan.reading { (scan) throws(SpanStoreError) in
            guard case .coded(let data) = try scan.view(field) else {
                return ValuePresence(nil, rows: rows, rowCount: scan.group.rowCount)
            }
            return ValuePresence(data, rows: rows, rowCount: scan.group.rowCount)
        }
    }
}

extension RowGroup {
    /// Whether every row of the group lies in the range.
    func isInside(_ range: TimeRange) -> Bool {
        times.lowerBound >= range.start.nanoseconds && times.upperBound < range.end.nanoseconds
    }
}

extension HashSet64 {
    /// A set of these hashes.
    init(_ hashes: [UInt64]) {
        self.init(capacity: hashes.count)
        for hash in hashes { _ = insert(hash) }
    }
}
