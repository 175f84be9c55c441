import Analysis
import SpanSources
import Telemetry

/// The spans that an operation's change for the worse made worse.
enum BadSpans {
    /// Failed spans where failures rose, and spans slower than the former 95th percentile where durations did.
    static func predicate(_ regressions: [OperationChange]) -> Predicate {
        var worse: [Predicate] = []
        for change in regressions.prefix(5) {
            let rows = Predicate.named(change.operation.name)
            if change.moved.contains("errors") { worse.append(rows.and(FailedSpans.predicate)) }
            if change.moved.contains("latency"), let limit = change.before?.latency.quantile(0.95) {
                worse.append(rows.and(.compare(.intrinsic(.duration), .greater, .integer(Int64(limit * 1e6)))))
            }
        }
        return worse.isEmpty ? FailedSpans.predicate : .or(worse)
    }

    /// The same spans as a TraceQL spanset filter, for a call that can be run again.
    static func spanset(_ regressions: [OperationChange]) -> String {
        let failed = "(status = error || .http.response.status_code >= 500)"
        var worse: [String] = []
        for change in regressions.prefix(5) {
            let name = change.operation.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            if change.moved.contains("errors") { worse.append("name = \"\(name)\" && \(failed)") }
            if change.moved.contains("latency"), let limit = change.before?.latency.quantile(0.95) {
                worse.append("name = \"\(name)\" && duration > \(Int64(limit * 1e6))ns")
            }
        }
        return worse.isEmpty ? "{ \(failed) }" : "{ " + worse.map { "(\($0))" }.joined(separator: " || ") + " }"
    }
}
