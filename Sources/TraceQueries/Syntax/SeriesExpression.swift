import Telemetry

/// Arithmetic between metrics queries.
indirect enum SeriesExpression: Equatable, Sendable {
    /// A query with a metrics function.
    case query(SpansetQuery)
    case number(Literal, TraceQLError.Position)
    case operation(FieldExpression.Binary, SeriesExpression, SeriesExpression, TraceQLError.Position)
    /// `topk(3)`, `> 5` ... on what arithmetic gave.
    case stages(SeriesExpression, [MetricsStage])

    /// The metrics queries in it, from left to right.
    var queries: [SpansetQuery] {
        switch self {
        case .query(let query): [query]
        case .number: []
        case .operation(_, let left, let right, _): left.queries + right.queries
        case .stages(let inner, _): inner.queries
        }
    }

    /// What tells its series apart, in the order of their columns; nil for a number.
    var labels: [String]? {
        switch self {
        case .number: return nil
        case .stages(let inner, _): return inner.labels
        case .query(let query): return query.metrics?.labels ?? []
        case .operation(_, let left, let right, _):
            guard let left = left.labels, !left.isEmpty else { return right.labels ?? left.labels }
            return left
        }
    }

    /// Close to how it was written.
    var text: String {
        switch self {
        case .query(let query): query.metrics?.function.name ?? ""
        case .number(let literal, _): literal.value?.description ?? ""
        case .operation(let operation, let left, let right, _): "(\(left.text) \(operation.rawValue) \(right.text))"
        case .stages(let inner, _): inner.text
        }
    }
}

extension MetricsExpression {
    /// What tells its series apart.
    var labels: [String] {
        switch function {
        case .quantiles: groups.map(\.text) + ["p"]
        case .histogram: groups.map(\.text) + ["bucket"]
        case .rate, .countOverTime, .aggregate, .compare: groups.map(\.text)
        }
    }
}
