public import SpanSources
import Telemetry

/// Finds the one instance of several that a fault is on, on a span source that is handed in.
public struct InstanceReader: Sendable {
    let source: any SpanSource

    /// What tells siblings apart, the widest first: what is wrong with a zone is wrong with its nodes and pods.
    static let fields = [
        "cloud.availability_zone", "k8s.node.name", "host.name", "k8s.pod.name", "service.instance.id",
    ]
    /// More siblings than this are not told apart.
    static let siblingLimit = 200
    /// An instance that is worse by less than this share of the worst says the same as a wider one.
    private static let clearlyWorse = 1.1

    /// Reads from a source.
    public init(_ source: any SpanSource) { self.source = source }

    /// The instance that does worst, where at most half of its siblings do; nil where none stands out.
    ///
    /// - Parameters:
    ///   - side: one build, over the time of the fault.
    ///   - earlier: the service before the fault; an instance that was as bad then is no news.
    public func difference(
        in side: BuildSide, earlier: BuildSide? = nil
    ) async throws(SpanSourceError) -> InstanceDifference? {
        var found: InstanceDifference?
        for field in Self.fields {
            guard let worst = Self.worst(field, try await measures(by: field, side)),
                worst.strength > (found?.strength ?? 0) * Self.clearlyWorse
            else { continue }
            if let earlier, Self.wasBad(worst, try await measures(by: field, earlier)) { continue }
            found = worst
        }
        return found
    }

    private typealias Measures = [Operation: OperationMeasure]

    private func measures(by field: String, _ side: BuildSide) async throws(SpanSourceError) -> [String: Measures] {
        let field = Field.anyScope(field)
        var query = BuildQueries.operations(side)
        query.filter = query.filter.and(.exists(field))
        query.groups.insert(.field(field), at: 0)
        let table = try await source.run(query)
        let rows = Dictionary(grouping: 0..<table.rowCount) { table.text(field.description, row: $0) ?? "" }
        guard (2...Self.siblingLimit).contains(rows.count) else { return [:] }
        return rows.mapValues { BuildQueries.measures(service: side.service, .init(table: table, rows: $0)) }
    }

    private static func worst(_ field: String, _ measures: [String: Measures]) -> InstanceDifference? {
        let bad = differences(field, measures)
        guard bad.count * 2 <= measures.count else { return nil }
        return bad.max { ($0.strength, $1.value) < ($1.strength, $0.value) }
    }

    /// Whether it did the same operations worse than its siblings before.
    private static func wasBad(_ worst: InstanceDifference, _ measures: [String: Measures]) -> Bool {
        differences(worst.field, measures).contains { before in
            before.value == worst.value && before.strength * 2 >= worst.strength
                && !Set(before.regressions.map(\.operation)).isDisjoint(with: worst.regressions.map(\.operation))
        }
    }

    /// Every instance that does worse than all others together.
    private static func differences(_ field: String, _ measures: [String: Measures]) -> [InstanceDifference] {
        let all = measures.values.reduce(into: Measures()) { all, each in
            for (operation, measure) in each { all[operation, default: .none].add(measure) }
        }
        return measures.compactMap { value, own in
            var others = all
            for (operation, measure) in own { others[operation]?.subtract(measure) }
            let difference = InstanceDifference(
                field: field, value: value, siblings: measures.count - 1,
                comparison: BuildComparison(
                    before: others.filter { $0.value.count > 0 }, after: own, thresholds: thresholds(measures.count)))
            return difference.regressions.isEmpty ? nil : difference
        }
    }

    /// Stricter than between builds: siblings always differ a little, and each of them is tested.
    private static func thresholds(_ siblings: Int) -> BuildComparison.Thresholds {
        var thresholds = BuildComparison.Thresholds()
        thresholds.falseDiscoveryRate /= Double(siblings)
        thresholds.errorDifference = 0.02
        thresholds.latencyEffect = 0.33
        thresholds.latencyRatio = 1.5
        return thresholds
    }
}

extension OperationMeasure {
    /// Nothing seen.
    fileprivate static let none = OperationMeasure(count: 0, errors: 0, traces: 0, latency: LatencyDistribution())

    fileprivate mutating func add(_ other: OperationMeasure) { change(by: other, 1) }
    fileprivate mutating func subtract(_ other: OperationMeasure) { change(by: other, -1) }

    private mutating func change(by other: OperationMeasure, _ sign: Double) {
        count += sign * other.count
        errors += sign * other.errors
        var buckets = Dictionary(
            latency.buckets.map { ($0.nanoseconds, $0.count) }, uniquingKeysWith: +)
        for bucket in other.latency.buckets { buckets[bucket.nanoseconds, default: 0] += sign * bucket.count }
        latency = LatencyDistribution(
            buckets.filter { $0.value > 0 }.map { .init(nanoseconds: $0.key, count: $0.value) })
    }
}
