public import SpanSources
public import Telemetry

/// Reads the spans and event rows of an investigation whole, with the attributes that localisation looks at.
public enum CaseTelemetry {
    /// Those of a plan's window and baseline, the newest ones where there are more than the limit.
    public static func read(
        _ source: any SpanSource, _ plan: InvestigationPlan, rowLimit: Int
    ) async throws(SpanSourceError) -> TelemetryBatch {
        let range = TimeRange(start: plan.baseline.start, end: plan.window.end)
        return try await read(source, range, filter: plan.filter, rowLimit: rowLimit)
    }

    /// Those of a range, the newest ones where there are more than the limit; always in order of time.
    public static func read(
        _ source: any SpanSource, _ range: TimeRange, filter: Predicate = .all, rowLimit: Int
    ) async throws(SpanSourceError) -> TelemetryBatch {
        var spans = RowSelection(
            range: range, filter: filter, attributes: .keys(["service.instance.id", "k8s.pod.name", "host.name"]),
            order: .oldestFirst, limit: rowLimit)
        var telemetry = TelemetryBatch()
        telemetry.spans = try await source.spans(spans)
        if telemetry.spans.count == rowLimit {
            spans.order = .newestFirst
            telemetry.spans = try await source.spans(spans)
        }
        // Records of the same moment keep the order in which they came: flows are read off it.
        telemetry.events = try await source.events(
            RowSelection(
                range: range, filter: filter,
                attributes: .keys([
                    "code.namespace", "code.function.name", "code.file.path", "code.line.number", "exception.type",
                ]), order: .oldestFirst, limit: rowLimit))
        return telemetry
    }
}
