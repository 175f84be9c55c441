public import SpanSources
import Telemetry

/// Measures two builds on a span source that is handed in.
public struct BuildDifferenceReader: Sendable {
    let source: any SpanSource
    /// Spans of a side that are enough to count calls per trace and attribute values on.
    let sampleSize: Double
    private let held: HeldDifferences?

    /// Reads from a source.
    ///
    /// - Parameter held: what need not be measured again.
    public init(_ source: any SpanSource, held: HeldDifferences? = nil) {
        self.init(source, sampleSize: 20_000, held: held)
    }

    init(_ source: any SpanSource, sampleSize: Double, held: HeldDifferences? = nil) {
        self.source = source
        self.sampleSize = sampleSize
        self.held = held
    }

    /// The difference between two builds' sides, measured unless it is held.
    public func difference(of sides: BuildSides) async throws(SpanSourceError) -> BuildDifference {
        if let known = await held?.difference(of: sides) { return known }
        return try await difference(
            before: sides.before, after: sides.after, method: sides.method, drift: sides.drift, seasons: sides.seasons)
    }

    /// Whether the newer of two builds alone got worse; without a look at the spans where they did not serve side by side.
    public func isOfNewerBuild(_ sides: BuildSides) async throws(SpanSourceError) -> Bool {
        guard sides.method == .concurrent else { return false }
        let measured = try await measures([sides.before, sides.after]).operations
        return BuildComparison(before: measured[0], after: measured[1]).isOfNewerBuild(sides.method)
    }

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

    /// Counts first, because the counts say how large a part of the rest is enough; then side by side.
    private func gather(
        _ before: BuildSide, _ after: BuildSide, _ method: BuildDifference.Method, _ drift: BuildSide?,
        _ seasons: (before: BuildSide, after: BuildSide)?
    ) async throws -> BuildDifference {
        let measured = try await measures([before, after])
        let (sides, old, new) = (measured.sides, measured.operations[0], measured.operations[1])
        async let attributeChanges = attributes(sides)
        async let valueChanges = ValueReader(source, sides).changes()
        async let driftChanges = self.drift(old, drift, seasons)
        let comparison = BuildComparison(before: old, after: new)
        async let path = PathSample(source).change(comparison, before, after)
        let values = try await valueChanges
        let found = try await path
        return BuildDifference(
            method: method, before: before, after: after, comparison: comparison, drift: try await driftChanges,
            path: found?.change, pathRoot: found?.root, peers: values.peers, exceptions: values.exceptions,
            statements: values.statements, attributes: try await attributeChanges,
            sampledSpans: sides.contains(where: \.isSampled) ? measured.sampledSpans : nil)
    }

    /// What changed without the new build.
    private func drift(
        _ old: [Operation: OperationMeasure], _ drift: BuildSide?, _ seasons: (before: BuildSide, after: BuildSide)?
    ) async throws(SpanSourceError) -> BuildComparison? {
        if let drift { return BuildComparison(before: try await measures(drift), after: old) }
        guard let seasons else { return nil }
        let earlier = try await measures(seasons.before)
        return earlier.isEmpty ? nil : BuildComparison(before: earlier, after: try await measures(seasons.after))
    }

    /// What each operation did on a side.
    public func measures(_ side: BuildSide) async throws(SpanSourceError) -> [Operation: OperationMeasure] {
        try await measures([side]).operations[0]
    }

    private func attributes(_ sides: [MeasuredSide]) async throws(SpanSourceError) -> [AttributeDifference] {
        let counts = try await source.compare(
            Comparison(
                selection: .init(range: sides[1].side.range, filter: sides[1].sample.predicate),
                baseline: .init(range: sides[0].side.range, filter: sides[0].sample.predicate),
                valuesPerAttribute: 200))
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
            return condition.field.tellsBuild
                || [
                    "k8s.", "container.", "host.", "process.", "service.instance", "service.version", "vcs.", "os.",
                    "time",
                ]
                .contains { key.hasPrefix($0) }
        }
    }
}
