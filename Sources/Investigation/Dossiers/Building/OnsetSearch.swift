import Analysis
import SpanSources
import Telemetry

/// When the worst operation began to deviate: a cumulative sum over short buckets, standardised by the baseline.
struct OnsetSearch {
    private let source: any SpanSource
    private let plan: InvestigationPlan
    private let bucket = Duration.seconds(10)
    /// How long before the window a deviation may have begun.
    private static let earliest = Duration.seconds(120)
    /// Standard deviations that one bucket counts at most.
    private static let largest = 4.0

    init(_ source: any SpanSource, _ plan: InvestigationPlan) {
        self.source = source
        self.plan = plan
    }

    /// The start of the bucket in which the rise began; nil where there is none.
    func onset(_ facts: DossierFacts) async throws(SpanSourceError) -> Timestamp? {
        guard let worst = facts.worst else { return nil }
        let table = try await source.run(
            SpanQuery(
                range: TimeRange(start: plan.baseline.start, end: plan.window.end),
                filter: plan.filter.and(.service(worst.service)).and(.named(worst.operation)),
                groups: [.time(bucket: bucket)],
                aggregates: [.count, .share(.isError, named: "errors"), .quantile(.intrinsic(.duration), 0.9)],
                limit: 20_000))
        let column = worst.hasMoreErrors ? "errors" : "p90(duration)"
        let points = (0..<table.rowCount).compactMap { row -> (time: Int64, value: Double)? in
            guard let time = table.number("time", row: row), let value = table.number(column, row: row) else {
                return nil
            }
            return (Int64(time), value)
        }.sorted { $0.time < $1.time }
        let before = points.filter { plan.baseline.contains(Timestamp(nanoseconds: $0.time)) }.map(\.value)
        let floor = worst.hasMoreErrors ? 0.02 : worst.baselineMilliseconds * 1e6 * 0.1
        guard let usual = RobustScore(before, floor: floor) else { return nil }
        // The window begins where something was noticed; a wild bucket minutes before it is not when that began.
        let near = points.filter { Timestamp(nanoseconds: $0.time) >= plan.window.start - Self.earliest }
        // A single wild bucket must not look like a beginning.
        let scores = near.map { min(Self.largest, usual.score($0.value)) }
        let noticed = zip(near, scores).filter { Timestamp(nanoseconds: $0.0.time) >= plan.window.start }.map(\.1)
        let chart = CumulativeSum(forRiseIn: noticed, cappedAt: Self.largest)
        return chart.onset(in: scores).map { Timestamp(nanoseconds: near[$0].time) }
    }
}
