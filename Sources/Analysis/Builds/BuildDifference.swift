public import SpanSources
import Telemetry

/// Everything telemetry says about two builds of a service.
public struct BuildDifference: Sendable {
    /// How the sides were chosen.
    public enum Method: String, Sendable, Hashable {
        /// Both builds served at the same time: what changes with time alone cancels out.
        case concurrent
        /// One build followed the other.
        case beforeAndAfter
    }

    public var method: Method
    public var before: BuildSide
    public var after: BuildSide
    public var comparison: BuildComparison
    /// What changed without the new build: with `concurrent`, the old build against its own time before the rollout;
    /// else the service a week earlier, at the same hours. A change here is not the new build's doing.
    public var drift: BuildComparison?
    /// Where the latency of one operation changed, operation by operation; nil where no trace of it was found.
    public var path: CriticalPathChange?
    /// The operation `path` is about: the regressed one with most traffic, else the busiest.
    public var pathRoot: Operation?
    public var peers: [ValueChange]
    public var exceptions: [ValueChange]
    public var statements: [ValueChange]
    public var attributes: [AttributeDifference]

    /// Spans on each side.
    public var spansBefore: Double { comparison.operations.reduce(0) { $0 + ($1.before?.count ?? 0) } }
    public var spansAfter: Double { comparison.operations.reduce(0) { $0 + ($1.after?.count ?? 0) } }
}

/// Measures two builds on a span source that is handed in.
public struct BuildDifferenceReader: Sendable {
    let source: any SpanSource

    /// Reads from a source.
    public init(_ source: any SpanSource) { self.source = source }

    /// Compares the sides.
    ///
    /// - Parameters:
    ///   - drift: the old build before the rollout, where both served at once.
    ///   - seasons: the same hours a week earlier, where one build followed the other.
    public func difference(
        before: BuildSide, after: BuildSide, method: BuildDifference.Method, drift: BuildSide? = nil,
        seasons: (before: BuildSide, after: BuildSide)? = nil
    ) async throws(SpanSourceError) -> BuildDifference {
        do {
            return try await gather(before, after, method, drift, seasons)
        } catch let error as SpanSourceError {
            throw error
        } catch {
            throw SpanSourceError(.cancelled, "the comparison ended: \(error)")
        }
    }

    /// Runs what does not depend on one another side by side.
    private func gather(
        _ before: BuildSide, _ after: BuildSide, _ method: BuildDifference.Method, _ drift: BuildSide?,
        _ seasons: (before: BuildSide, after: BuildSide)?
    ) async throws -> BuildDifference {
        async let oldMeasures = measures(before)
        async let newMeasures = measures(after)
        async let attributeChanges = attributes(before, after)
        async let valueChanges = values(before, after)
        let (old, new) = try await (oldMeasures, newMeasures)
        let comparison = BuildComparison(before: old, after: new)
        async let path = PathSample(source).change(comparison, before, after)
        var driftComparison: BuildComparison?
        if let drift {
            driftComparison = BuildComparison(before: try await measures(drift), after: old)
        } else if let seasons {
            let earlier = try await measures(seasons.before)
            if !earlier.isEmpty {
                driftComparison = BuildComparison(before: earlier, after: try await measures(seasons.after))
            }
        }
        let (peers, exceptions, statements) = try await valueChanges
        let found = try await path
        return BuildDifference(
            method: method, before: before, after: after, comparison: comparison, drift: driftComparison,
            path: found?.change, pathRoot: found?.root, peers: peers, exceptions: exceptions, statements: statements,
            attributes: try await attributeChanges)
    }

    /// What each operation did on a side.
    public func measures(_ side: BuildSide) async throws(SpanSourceError) -> [Operation: OperationMeasure] {
        BuildQueries.measures(
            service: side.service, operations: try await source.run(BuildQueries.operations(side)),
            latencies: try await source.run(BuildQueries.latencies(side)))
    }

    private func values(
        _ before: BuildSide, _ after: BuildSide
    ) async throws -> (peers: [ValueChange], exceptions: [ValueChange], statements: [ValueChange]) {
        async let old = frequencies(before)
        async let new = frequencies(after)
        let (earlier, later) = try await (old, new)
        return (
            later.peers.changes(since: earlier.peers), later.exceptions.changes(since: earlier.exceptions),
            later.statements.changes(since: earlier.statements)
        )
    }

    private func frequencies(
        _ side: BuildSide
    ) async throws(SpanSourceError) -> (
        peers: ValueFrequencies, exceptions: ValueFrequencies, statements: ValueFrequencies
    ) {
        let (spans, events) = (try await total(.spans, side), try await total(.events, side))
        return (
            try await frequencies(.anyScope("server.address"), .spans, side, total: spans),
            try await frequencies(.anyScope("exception.type"), .events, side, total: events),
            try await frequencies(
                .anyScope("db.query.text"), .spans, side, total: spans, template: StatementTemplate.of)
        )
    }

    private func total(_ dataset: Dataset, _ side: BuildSide) async throws(SpanSourceError) -> Double {
        let table = try await source.run(
            SpanQuery(dataset: dataset, range: side.range, filter: side.predicate, aggregates: [.count]))
        return table.number("count", row: 0) ?? 0
    }

    private func frequencies(
        _ field: Field, _ dataset: Dataset, _ side: BuildSide, total: Double, template: (String) -> String = { $0 }
    ) async throws(SpanSourceError) -> ValueFrequencies {
        let table = try await source.run(BuildQueries.frequencies(of: field, dataset: dataset, side))
        var counts: [String: (count: Double, traces: Double)] = [:]
        for row in 0..<table.rowCount {
            guard let text = table.text(field.description, row: row) else { continue }
            counts[template(text), default: (0, 0)].count += table.number("count", row: row) ?? 0
            counts[template(text), default: (0, 0)].traces += table.number("distinct(traceID)", row: row) ?? 0
        }
        return ValueFrequencies(counts: counts, total: total)
    }

    private func attributes(_ before: BuildSide, _ after: BuildSide) async throws(SpanSourceError)
        -> [AttributeDifference]
    {
        let counts = try await source.compare(
            Comparison(
                selection: .init(range: after.range, filter: after.predicate),
                baseline: .init(range: before.range, filter: before.predicate), valuesPerAttribute: 200))
        let ranked = ComparisonScoring.rank(counts, options: ComparisonOptions(depth: 1, limit: 40))
        return Array(ranked.filter { !$0.isIdentity }.prefix(15))
    }
}

extension AttributeDifference {
    /// Whether it only says which build, process or host a span is from.
    fileprivate var isIdentity: Bool {
        conditions.contains { condition in
            let key: String
            switch condition.field {
            case .build: return true
            case .intrinsic(let intrinsic): key = intrinsic.rawValue
            case .attribute(let name): key = name.key
            case .anyScope(let text): key = text
            }
            return BuildIdentity.lookupOrder.contains(key)
                || [
                    "k8s.", "container.", "host.", "process.", "service.instance", "service.version", "vcs.", "os.",
                    "time",
                ]
                .contains { key.hasPrefix($0) }
        }
    }
}
