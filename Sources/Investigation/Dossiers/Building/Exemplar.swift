import Analysis
import Telemetry

/// One trace of the window that shows the fault, and what its service's errors say.
struct Exemplar {
    var trace: TraceID?
    /// The operation the trace begins with.
    var root: Operation?
    /// Status messages of the service's erring spans, most frequent first.
    var messages: [String] = []

    /// Prefers an erring span of the service, then its longest span; without a service, any.
    init(_ spans: SpanBatch, _ service: String?, _ window: TimeRange) {
        var best: (row: Int, isError: Bool)?
        var counts: [String: Int] = [:]
        for row in 0..<spans.count where window.contains(Timestamp(nanoseconds: spans.startNanoseconds[row])) {
            guard service == nil || spans.services[row] == service else { continue }
            let isError = spans.statuses[row] == .error
            if isError, !spans.statusMessages[row].isEmpty { counts[spans.statusMessages[row], default: 0] += 1 }
            guard let known = best else {
                best = (row, isError)
                continue
            }
            let longer = spans.durationNanoseconds[row] > spans.durationNanoseconds[known.row]
            if isError && !known.isError || isError == known.isError && longer { best = (row, isError) }
        }
        messages = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
        guard let row = best?.row else { return }
        trace = spans.traceIDs[row]
        let roots = (0..<spans.count).first { spans.traceIDs[$0] == trace && spans.parentIDs[$0] == .none }
        root = roots.map {
            Operation(service: spans.services[$0], name: spans.names[$0], kind: spans.kinds[$0])
        }
    }
}
