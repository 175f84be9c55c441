public import SpanSources
import Telemetry

/// What a tool call computes per group.
public enum AggregateArgument: Hashable, Sendable {
    case plain(Aggregate)
    /// Rows per second: the count over the length of the window, or of the time bucket.
    case rate

    /// The output column's name.
    public var column: String {
        switch self {
        case .plain(let aggregate): aggregate.column
        case .rate: "rate"
        }
    }

    /// Reads `count`, `errors`, `error_rate`, `rate`, `p95(duration)`, `avg(FIELD)`, `distinct(FIELD)` ...
    ///
    /// - Throws: `TraceQLError` naming what can be asked.
    public static func parse(_ text: String, dataset: Dataset) throws(TraceQLError) -> AggregateArgument {
        let failure: Predicate =
            dataset == .spans ? .isError : .compare(.intrinsic(.severity), .greaterOrEqual, .integer(17))
        switch text {
        case "count", "count()": return .plain(.count)
        case "errors": return .plain(.countWhere(failure, named: "errors"))
        case "error_rate": return .plain(.share(failure, named: "error_rate"))
        case "rate", "rate()": return .rate
        default: break
        }
        let name = text.prefix { $0 != "(" }
        let inside = GroupingArgument.call(String(name), text)
        guard inside != nil || name == text, inside?.isEmpty != true else { throw unknown(text) }
        let field = inside.map { Field($0) } ?? .intrinsic(.duration)
        guard let aggregate = aggregate(String(name), field) else { throw unknown(text) }
        return .plain(aggregate)
    }

    private static func aggregate(_ name: String, _ field: Field) -> Aggregate? {
        switch name {
        case "sum": return .sum(field)
        case "avg": return .average(field)
        case "min": return .minimum(field)
        case "max": return .maximum(field)
        case "distinct": return .distinct(field)
        case "first": return .first(field)
        default:
            guard name.hasPrefix("p"), let percent = Double(name.dropFirst()), percent > 0, percent < 100 else {
                return nil
            }
            return .quantile(field, percent / 100)
        }
    }

    private static func unknown(_ text: String) -> TraceQLError {
        TraceQLError(
            .argument, "'\(text.prefix(60))' is not an aggregate",
            hint: "count, errors, error_rate, rate, or p50 p90 p95 p99 avg min max sum distinct first with (FIELD)")
    }
}
