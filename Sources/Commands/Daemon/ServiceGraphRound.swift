import Analysis
import Signals
import SpanSources
import Telemetry

/// Reads off the newest spans which services call each other, so that signals along a call become one case.
struct ServiceGraphRound: Sendable {
    let source: any SpanSource
    let desk: SignalDesk
    let filter: Predicate

    /// Most spans read; enough for every call that matters to occur.
    private static let limit = 20_000
    private static let window = Duration.seconds(900)

    /// Looks at the spans before `now`; where there are none, what is known stays.
    func look(now: Timestamp) async throws {
        let spans = try await source.spans(
            RowSelection(range: TimeRange(last: Self.window, before: now), filter: filter, limit: Self.limit))
        guard spans.count > 0 else { return }
        await desk.update(calls: ServiceMap(spans).neighbours)
    }
}
