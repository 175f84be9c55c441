public import SpanSources
public import Telemetry

extension TraceQL {
    /// Runs a query over the spans of a range.
    ///
    /// A search gives a row per span of each matching spanset, metrics a row per time step and series, `compare()` a
    /// row per attribute value. Durations are milliseconds.
    ///
    /// - Parameters:
    ///   - limit: Most traces of a search (20 where nil), most rows of the others (10 000, or 100 for `compare()`).
    ///   - step: Length of a metrics query's time steps; a round length giving at most 60 of them where nil.
    /// - Throws: `TraceQLError`, with code `source` where the source fails.
    public static func run(
        _ query: TraceQLQuery, on source: any SpanSource, range: TimeRange, limit: Int? = nil, step: Duration? = nil
    ) async throws(TraceQLError) -> QueryAnswer {
        switch query.body {
        case .spansets(let spansets):
            guard let metrics = spansets.metrics else {
                return try await TraceSearch(query: spansets, source: source, range: range, limit: limit ?? 20).run()
            }
            if case .compare = metrics.function {
                return try await ComparisonQuery(
                    query: spansets, metrics: metrics, source: source, range: range, limit: limit ?? 100
                ).run()
            }
            return try await series(.query(spansets), source, range, limit, step)
        case .arithmetic(let expression):
            return try await series(expression, source, range, limit, step)
        }
    }

    private static func series(
        _ expression: SeriesExpression, _ source: any SpanSource, _ range: TimeRange, _ limit: Int?, _ step: Duration?
    ) async throws(TraceQLError) -> QueryAnswer {
        try await SeriesQuery(
            expression: expression, source: source, range: range,
            step: step ?? MetricsStep.automatic(for: range), limit: limit ?? 10_000
        ).run()
    }

    /// Parses and runs a query.
    public static func run(
        _ text: String, on source: any SpanSource, range: TimeRange, limit: Int? = nil, step: Duration? = nil
    ) async throws(TraceQLError) -> QueryAnswer {
        try await run(parse(text), on: source, range: range, limit: limit, step: step)
    }
}
