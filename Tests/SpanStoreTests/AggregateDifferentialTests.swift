import SpanSources
import SpanStore
import Telemetry
import Testing

/// Aggregates of random spans against the same computed span by span.
struct AggregateDifferentialTests {
    private static let duration = Field.intrinsic(.duration)
    private static let ratio = Field.attribute(RandomSpans.ratio)
    private static let size = Field.attribute(RandomSpans.size)
    private static let quantiles = [0.99, 0.5, 0.001, 0.9, 0.501]

    /// A group's answers, in the order of `aggregates`.
    private static func expected(_ spans: [SampleSpan]) -> [Double] {
        let weights = spans.map { Double($0.weight) }
        let failed = spans.filter { $0.status == .error }.reduce(0) { $0 + Double($1.weight) }
        let total = weights.reduce(0, +)
        var answers = [total, failed, failed / total]
        for values in [spans.map { Double($0.duration) }, numbers(spans, RandomSpans.size)] {
            let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
            answers += [sum, sum / total, values.min() ?? .nan, values.max() ?? .nan]
        }
        for values in [spans.map { Double($0.duration) }, numbers(spans, RandomSpans.ratio)] {
            let repeated = zip(values, spans).flatMap { Array(repeating: $0, count: Int($1.weight)) }.sorted()
            answers += quantiles.map { quantile($0, repeated) }
        }
        return answers
    }

    private static let aggregates: [Aggregate] =
        [.count, .countWhere(.isError, named: "failed"), .share(.isError, named: "share")]
        + [duration, size].flatMap { [.sum($0), .average($0), .minimum($0), .maximum($0)] }
        + [duration, ratio].flatMap { field in quantiles.map { .quantile(field, $0) } }

    private static func numbers(_ spans: [SampleSpan], _ name: AttributeName) -> [Double] {
        spans.compactMap { $0.attributes[name]?.number }
    }

    private static func quantile(_ q: Double, _ sorted: [Double]) -> Double {
        let position = q * Double(sorted.count - 1)
        let low = Int(position)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
    }

    private static func isClose(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
        left == right || abs(left - right) <= tolerance * max(abs(left), abs(right))
    }

    private static func check(
        _ store: SpanStore, _ spans: [SampleSpan], range: ClosedRange<Int64>, _ filter: Predicate,
        group field: Field, by key: (SampleSpan) -> String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let table = try await store.run(
            SpanQuery(
                range: TimeRange(
                    start: Timestamp(nanoseconds: range.lowerBound), end: Timestamp(nanoseconds: range.upperBound + 1)),
                filter: filter, groups: [.field(field)], aggregates: aggregates, limit: 10_000))
        let groups = Dictionary(grouping: spans.filter { range.contains($0.start) }, by: key)
        #expect(table.rowCount == groups.count, sourceLocation: sourceLocation)
        #expect(!table.isApproximate, sourceLocation: sourceLocation)
        for row in 0..<table.rowCount {
            let group = try #require(groups[table.text(field.description, row: row) ?? ""])
            for (aggregate, expected) in zip(aggregates, expected(group)) {
                let found = table.number(aggregate.column, row: row) ?? .nan
                #expect(
                    isClose(found, expected, 1e-9), "\(aggregate.column): \(found), not \(expected)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    @Test(arguments: [(1, false), (2, true), (3, false), (4, true)])
    func `aggregates equal those computed span by span`(seed: UInt64, isWeighted: Bool) async throws {
        let spans = RandomSpans.make(1_600, seed: seed, isWeighted: isWeighted)
        let temporary = try TemporaryStore()
        let store = try await RandomSpans.store(spans, in: temporary)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3 {
            let edges = [Int64.random(in: 0..<1_000_000, using: &random), .random(in: 0..<1_000_000, using: &random)]
            let range = (edges.min() ?? 0)...(edges.max() ?? 0)
            try await Self.check(store, spans, range: range, .all, group: .intrinsic(.service)) { $0.service }
            // Ninety groups of such magnitudes have no room in one table of buckets.
            try await Self.check(store, spans, range: 0...1_000_000, .all, group: .intrinsic(.name)) { $0.name }
            let failed = spans.filter { $0.status == .error }
            try await Self.check(store, failed, range: range, .isError, group: .attribute(RandomSpans.region)) {
                $0.attributes[RandomSpans.region]?.description ?? ""
            }
        }
        await store.close()
    }

    @Test(arguments: [0, 300, 1_599])
    func `past the bound quantiles are approximate and say so`(bound: Int) async throws {
        let spans = RandomSpans.make(1_600, seed: 9, isWeighted: true)
        let temporary = try TemporaryStore()
        let store = try await RandomSpans.store(spans, in: temporary, exactQuantileValues: bound)
        for (field, name) in [(Self.duration, nil), (Self.ratio, RandomSpans.ratio)] {
            for grouping in [Field.intrinsic(.service), .intrinsic(.name)] {
                let table = try await store.run(
                    SpanQuery(range: .all, groups: [.field(grouping)], aggregates: [.quantile(field, 0.5)], limit: 100))
                #expect(table.isApproximate)
                let groups = Dictionary(grouping: spans) { grouping == .intrinsic(.name) ? $0.name : $0.service }
                for row in 0..<table.rowCount {
                    let group = try #require(groups[table.text(grouping.description, row: row) ?? ""])
                    let values = name.map { Self.numbers(group, $0) } ?? group.map { Double($0.duration) }
                    let sorted = zip(values, group).flatMap { Array(repeating: $0, count: Int($1.weight)) }.sorted()
                    // Between the middles of two buckets anything may be right.
                    let position = 0.5 * Double(sorted.count - 1)
                    let (low, high) = (sorted[Int(position)], sorted[Int(position.rounded(.up))])
                    let found = table.number("p50(\(field))", row: row) ?? .nan
                    #expect(
                        Self.isClose(found, low, 0.01) || Self.isClose(found, high, 0.01)
                            || abs(found - low) < 1e-11, "\(found), not \(low)")
                }
            }
        }
        await store.close()
    }
}
