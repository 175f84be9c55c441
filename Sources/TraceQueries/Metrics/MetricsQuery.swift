import SpanSources
import Telemetry

/// Runs a query that ends in a metrics function.
struct MetricsQuery {
    let query: SpansetQuery
    let metrics: MetricsExpression
    let source: any SpanSource
    let range: TimeRange
    let step: Duration

    /// The series; what was read for them is added to the answer.
    func series(_ answer: inout QueryAnswer) async throws(TraceQLError) -> SeriesSet {
        let points =
            if let plan = ColumnMetrics(self) {
                try await plan.points(&answer)
            } else {
                try await TraceMetrics(metrics: self).points(&answer)
            }
        return SeriesSet(
            labels: labels, value: AnswerColumn(name: metrics.function.name, unit: valueUnit), points: points
        ).applying(metrics.stages)
    }

    private var labels: [AnswerColumn] {
        let groups = metrics.groups.map(AnswerColumn.init)
        switch metrics.function {
        case .quantiles: return groups + [AnswerColumn(name: "p")]
        case .histogram(let field): return groups + [AnswerColumn(name: "bucket", unit: field.unit)]
        case .rate, .countOverTime, .aggregate, .compare: return groups
        }
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
    ///
    /// - Parameter unit: That of their values. Durations are compared with durations, or with seconds.
    func apply(to points: [SeriesPoint], unit: String?) -> [SeriesPoint] {
        switch self {
        case .filter(let comparison, let literal):
            let bound = literal.bound(in: unit)
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

extension Literal {
    /// What values of a unit are compared with: nanoseconds for durations, else a plain number or seconds.
    fileprivate func bound(in unit: String?) -> Double {
        let number = number ?? .nan
        let isDuration = if case .duration = self { true } else { false }
        return unit == "ms" ? (isDuration ? number : number * 1e9) : (isDuration ? number / 1e9 : number)
    }
}
