import SpanSources
import Telemetry

/// That all services together hardly send any more: no comparison finds it, since nothing is left to compare.
struct TotalSilence: Sendable, Equatable {
    /// Spans in the window, and how many were due at the pace of the baseline.
    var seen: Double
    var due: Double
    /// Services that sent before, the busiest first.
    var services: [String]
    /// The start of the newest span; nil where there is none.
    var lastSpan: Timestamp?

    /// Below this share of what was due all are silent.
    private static let share = 0.05
    /// Less than this is not missed.
    private static let leastDue = 20.0

    /// Nil where enough is sent.
    static func seen(
        _ source: any SpanSource, _ plan: InvestigationPlan, _ operations: [OperationChange]
    ) async throws(SpanSourceError) -> TotalSilence? {
        let length = plan.baseline.duration.inSeconds
        guard length > 0 else { return nil }
        let seen = operations.reduce(0) { $0 + $1.count }
        let before = operations.reduce(0) { $0 + $1.baselineCount }
        let due = before * plan.window.duration.inSeconds / length
        guard due >= leastDue, seen < share * due else { return nil }
        let counts = operations.reduce(into: [String: Double]()) { $0[$1.service, default: 0] += $1.baselineCount }
        let table = try await source.run(
            SpanQuery(
                range: TimeRange(start: plan.baseline.start, end: plan.window.end), filter: plan.filter,
                aggregates: [.maximum(.intrinsic(.time))]))
        return TotalSilence(
            seen: seen, due: due.rounded(),
            services: counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key),
            lastSpan: table.number("max(time)", row: 0).map { Timestamp(nanoseconds: Int64($0)) })
    }
}
