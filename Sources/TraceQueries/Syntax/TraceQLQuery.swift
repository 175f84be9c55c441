/// A whole query, parsed and validated; `TraceQL.run` runs it.
public struct TraceQLQuery: Equatable, Sendable {
    /// What the query asks for.
    public enum Kind: String, Sendable { case search, metrics, comparison }

    let body: Body

    /// What stands in a query.
    enum Body: Equatable, Sendable {
        case spansets(SpansetQuery)
        case arithmetic(SeriesExpression)
    }

    /// What the query asks for.
    public var kind: Kind {
        switch body {
        case .arithmetic: .metrics
        case .spansets(let query):
            switch query.metrics?.function {
            case nil: .search
            case .compare: .comparison
            default: .metrics
            }
        }
    }
}

/// Spansets, and what is computed from them.
struct SpansetQuery: Equatable, Sendable {
    var pipeline: SpansetPipeline
    /// Nil for a search.
    var metrics: MetricsExpression?
}

/// The end of a pipeline that turns spans into series.
struct MetricsExpression: Equatable, Sendable {
    var function: MetricsFunction
    var groups: [FieldExpression]
    var stages: [MetricsStage]
    var position: TraceQLError.Position
}

/// What is computed per time step and group.
enum MetricsFunction: Equatable, Sendable {
    case rate
    case countOverTime
    case aggregate(ScalarAggregate, FieldExpression)
    case quantiles(FieldExpression, [Double])
    case histogram(FieldExpression)
    /// Spans that meet the filter against those that do not.
    case compare(FieldExpression?, topValues: Int, startNanoseconds: Int64?, endNanoseconds: Int64?)
}

/// What happens to series.
enum MetricsStage: Equatable, Sendable {
    /// The k largest or smallest series of each time step.
    case top(Int)
    case bottom(Int)
    /// Keeps the points that meet a comparison with a number, or with a duration.
    case filter(FieldExpression.Binary, Literal)
}
