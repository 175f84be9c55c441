import Analysis
import SpanSources
import Telemetry

/// One trace of the window that shows the fault, and what its service's errors say; sought among all spans.
struct Exemplar {
    var trace: TraceID?
    /// The operation the trace begins with.
    var root: Operation?
    /// Status messages of the service's erring spans, most frequent first.
    var messages: [String] = []

    /// Prefers the longest erring span of the service, then its longest span; without a service, any.
    static func find(
        _ source: any SpanSource, _ service: String?, _ plan: InvestigationPlan
    ) async throws(SpanSourceError) -> Exemplar {
        let filter = service.map { plan.filter.and(.service($0)) } ?? plan.filter
        var exemplar = Exemplar(messages: try await messages(source, filter, plan.window))
        var selection = RowSelection(
            range: plan.window, filter: filter.and(.isError), order: .slowestFirst, limit: 1)
        var found = try await source.spans(selection)
        if found.count == 0 {
            selection.filter = filter
            found = try await source.spans(selection)
        }
        guard let trace = found.traceIDs.first else { return exemplar }
        exemplar.trace = trace
        let spans = try await source.trace(trace).spans
        exemplar.root = spans.parentIDs.firstIndex(of: .none).map {
            Operation(service: spans.services[$0], name: spans.names[$0], kind: spans.kinds[$0])
        }
        return exemplar
    }

    private static func messages(
        _ source: any SpanSource, _ filter: Predicate, _ window: TimeRange
    ) async throws(SpanSourceError) -> [String] {
        let message = Field.intrinsic(.statusMessage)
        let table = try await source.run(
            SpanQuery(
                range: window, filter: filter.and(.isError).and(.exists(message)), groups: [.field(message)],
                aggregates: [.count], order: .init(column: "count"), limit: 4))
        return (0..<table.rowCount).compactMap { table.text("\(message)", row: $0) }.filter { !$0.isEmpty }.prefix(3)
            .map(\.self)
    }
}
