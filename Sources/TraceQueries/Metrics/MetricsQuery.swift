import SpanSources
import Telemetry

/// Runs a query that ends in a metrics function.
struct MetricsQuery {
    let query: TraceQLQuery
    let metrics: MetricsExpression
    let source: any SpanSource
    let range: TimeRange
    let step: Duration
    /// Most rows in the answer.
    let limit: Int

    func run() async throws(TraceQLError) -> QueryAnswer {
        var answer = QueryAnswer(columns: columns, rows: [], window: range)
        var points: [SeriesPoint]
        if let plan = ColumnMetrics(self) {
            points = try await plan.points(&answer)
        } else {
            points = try await TraceMetrics(metrics: self).points(&answer)
        }
        for stage in metrics.stages { points = stage.apply(to: points) }
        points.sort()
        answer.omittedRows = max(0, points.count - limit)
        answer.rows = points.prefix(limit).map { point in
            [.text(Timestamp(nanoseconds: point.time).description)] + point.labels
                + [AnswerCell(point.value, in: valueUnit)]
        }
        answer.notes.append(
            "time steps of \(DurationText.text(nanoseconds: step.wholeNanoseconds)); steps without spans have no row")
        return answer
    }

    private var columns: [AnswerColumn] {
        var columns = [AnswerColumn(name: "time", unit: "utc")] + metrics.groups.map(AnswerColumn.init)
        switch metrics.function {
        case .quantiles: columns.append(AnswerColumn(name: "p"))
        case .histogram(let field): columns.append(AnswerColumn(name: "bucket", unit: field.unit))
        case .rate, .countOverTime, .aggregate, .compare: break
        }
        columns.append(AnswerColumn(name: metrics.function.name, unit: valueUnit))
        return columns
    }

    private var valueUnit: String? {
        switch metrics.function {
        case .rate: "per_second"
        case .countOverTime, .histogram: "count"
        case .aggregate(_, let field), .quantiles(let field, _): field.unit
        case .compare: nil
        }
    }
}

extension MetricsFunction {
    /// The name of the value's column.
    var name: String {
        switch self {
        case .rate: "rate"
        case .countOverTime: "count_over_time"
        case .aggregate(let aggregate, let field): "\(aggregate.rawValue)_over_time(\(field.text))"
        case .quantiles(let field, _): "quantile_over_time(\(field.text))"
        case .histogram(let field): "histogram_over_time(\(field.text))"
        case .compare: "compare"
        }
    }
}

extension MetricsStage {
    /// What the stage leaves of the points.
    func apply(to points: [SeriesPoint]) -> [SeriesPoint] {
        switch self {
        case .filter(let comparison, let bound):
            return points.filter { Constant.compare(comparison, $0.value, bound) }
        case .top(let count): return best(of: points, count) { $0 > $1 }
        case .bottom(let count): return best(of: points, count) { $0 < $1 }
        }
    }

    private func best(
        of points: [SeriesPoint], _ count: Int, _ precedes: (Double, Double) -> Bool
    ) -> [SeriesPoint] {
        var steps: [Int64: [SeriesPoint]] = [:]
        for point in points { steps[point.time, default: []].append(point) }
        return steps.values.flatMap { step in
            step.sorted { left, right in
                if left.value != right.value { return precedes(left.value, right.value) }
                return left.labels.map(\.text).lexicographicallyPrecedes(right.labels.map(\.text))
            }.prefix(count)
        }
    }
}
