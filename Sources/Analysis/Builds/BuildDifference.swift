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
    /// Only with `concurrent`: what the old build itself did against its own time before the rollout. A change here is
    /// not the new build's doing.
    public var drift: BuildComparison?
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
    /// - Parameter drift: the old build before the rollout, where both served at once.
    public func difference(
        before: BuildSide, after: BuildSide, method: BuildDifference.Method, drift: BuildSide? = nil
    ) async throws(SpanSourceError) -> BuildDifference {
        let (old, new) = (try await measures(before), try await measures(after))
        var driftComparison: BuildComparison?
        if let drift {
            driftComparison = BuildComparison(before: try await measures(drift), after: old)
        }
        return BuildDifference(
            method: method, before: before, after: after, comparison: BuildComparison(before: old, after: new),
            drift: driftComparison, peers: try await changes(.anyScope("server.address"), before, after),
            exceptions: try await changes(.anyScope("exception.type"), dataset: .events, before, after),
            statements: try await statementChanges(before, after), attributes: try await attributes(before, after))
    }

    /// What each operation did on a side.
    public func measures(_ side: BuildSide) async throws(SpanSourceError) -> [Operation: OperationMeasure] {
        BuildQueries.measures(
            service: side.service, operations: try await source.run(BuildQueries.operations(side)),
            latencies: try await source.run(BuildQueries.latencies(side)))
    }

    private func changes(
        _ field: Field, dataset: Dataset = .spans, _ before: BuildSide, _ after: BuildSide
    ) async throws(SpanSourceError) -> [ValueChange] {
        try await frequencies(field, dataset, after).changes(since: frequencies(field, dataset, before))
    }

    private func statementChanges(
        _ before: BuildSide, _ after: BuildSide
    ) async throws(SpanSourceError) -> [ValueChange] {
        let field = Field.anyScope("db.query.text")
        let old = try await frequencies(field, .spans, before, template: StatementTemplate.of)
        return try await frequencies(field, .spans, after, template: StatementTemplate.of).changes(since: old)
    }

    private func frequencies(
        _ field: Field, _ dataset: Dataset, _ side: BuildSide, template: (String) -> String = { $0 }
    ) async throws(SpanSourceError) -> ValueFrequencies {
        let table = try await source.run(BuildQueries.frequencies(of: field, dataset: dataset, side))
        let all = try await source.run(
            SpanQuery(dataset: dataset, range: side.range, filter: side.predicate, aggregates: [.count]))
        var counts: [String: (count: Double, traces: Double)] = [:]
        for row in 0..<table.rowCount {
            guard let text = table.text(field.description, row: row) else { continue }
            counts[template(text), default: (0, 0)].count += table.number("count", row: row) ?? 0
            counts[template(text), default: (0, 0)].traces += table.number("distinct(traceID)", row: row) ?? 0
        }
        return ValueFrequencies(counts: counts, total: all.number("count", row: 0) ?? 0)
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
