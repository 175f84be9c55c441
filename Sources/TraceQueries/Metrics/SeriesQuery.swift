import SpanSources
import Telemetry

/// Runs what ends in series: one metrics query, or arithmetic between several.
struct SeriesQuery {
    let expression: SeriesExpression
    let source: any SpanSource
    let range: TimeRange
    let step: Duration
    /// Most rows in the answer.
    let limit: Int

    func run() async throws(TraceQLError) -> QueryAnswer {
        var answer = QueryAnswer(columns: [], rows: [], window: range)
        var undefined = 0
        let series = try await series(expression, &answer, &undefined)
        answer.columns = [AnswerColumn(name: "time", unit: "utc")] + series.labels + [series.value]
        answer.omittedRows = max(0, series.points.count - limit)
        answer.rows = series.points.sorted().prefix(limit).map { point in
            [.text(Timestamp(nanoseconds: point.time).description)] + point.labels
                + [AnswerCell(point.value, in: series.value.unit)]
        }
        if undefined > 0 { answer.notes.append("\(undefined) points have no value: divided by zero") }
        answer.notes.append(
            "time steps of \(DurationText.text(nanoseconds: step.wholeNanoseconds)); steps without spans have no row"
                + (expression.queries.count > 1 ? ", nor have steps that one of the queries has none for" : ""))
        return answer
    }

    private func series(
        _ expression: SeriesExpression, _ answer: inout QueryAnswer, _ undefined: inout Int
    ) async throws(TraceQLError) -> SeriesSet {
        switch expression {
        case .query(let query):
            guard let metrics = query.metrics else { return SeriesSet(labels: [], value: .init(name: ""), points: []) }
            return try await MetricsQuery(
                query: query, metrics: metrics, source: source, range: range, step: step
            ).series(&answer)
        case .stages(let inner, let stages):
            return try await series(inner, &answer, &undefined).applying(stages)
        case .number: return SeriesSet(labels: [], value: .init(name: expression.text), points: [])
        case .operation(let operation, .number(let number, _), let right, _):
            return try await series(right, &answer, &undefined).combined(
                operation, with: number.number ?? 0, isLeft: true, name: expression.text, undefined: &undefined)
        case .operation(let operation, let left, .number(let number, _), _):
            return try await series(left, &answer, &undefined).combined(
                operation, with: number.number ?? 0, isLeft: false, name: expression.text, undefined: &undefined)
        case .operation(let operation, let left, let right, _):
            let (left, right) = (
                try await series(left, &answer, &undefined), try await series(right, &answer, &undefined)
            )
            return left.combined(operation, right, name: expression.text, undefined: &undefined)
        }
    }
}
