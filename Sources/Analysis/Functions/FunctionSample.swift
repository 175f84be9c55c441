import SourceHistory
import SpanSources
import Telemetry

/// Some of a function's newest spans with the spans and events around them: who called it, and what it threw.
struct FunctionSample {
    /// Spans that callers were looked for of.
    let spanCount: Int
    /// Most frequent first.
    let callers: [FunctionActivity.Caller]
    private let events: EventBatch
    private let failed: Set<SpanID>

    init(
        _ source: any SpanSource, rows: Predicate, range: TimeRange, size: Int
    ) async throws(SpanSourceError) {
        let newest = try await source.spans(RowSelection(range: range, filter: rows, limit: size))
        let failures = try await source.spans(
            RowSelection(range: range, filter: rows.and(FailedSpans.predicate), limit: size))
        spanCount = newest.count
        failed = Set(failures.spanIDs)
        callers = try await Self.callers(of: newest, source, range)
        let traces = Set(failures.traceIDs)
        events =
            traces.isEmpty
            ? EventBatch()
            : try await source.events(
                RowSelection(
                    range: range, filter: .exists(.anyScope("exception.type")), traces: traces,
                    attributes: .keys(["exception.type", "exception.message", "exception.stacktrace"]), limit: 2000))
    }

    /// Ids of spans are unique within a trace only.
    private struct SpanKey: Hashable {
        let trace: TraceID
        let span: SpanID
    }

    private static func callers(
        of spans: SpanBatch, _ source: any SpanSource, _ range: TimeRange
    ) async throws(SpanSourceError) -> [FunctionActivity.Caller] {
        let callers = (0..<spans.count).map { SpanKey(trace: spans.traceIDs[$0], span: spans.parentIDs[$0]) }
        let wanted = Set(callers.filter { $0.span != .none })
        var parents: [SpanKey: Operation] = [:]
        if !wanted.isEmpty {
            let around = try await source.spans(
                RowSelection(range: range, traces: Set(spans.traceIDs), limit: 20_000))
            for row in 0..<around.count {
                let key = SpanKey(trace: around.traceIDs[row], span: around.spanIDs[row])
                if wanted.contains(key) { parents[key] = Operation(around, row: row) }
            }
        }
        let counts = callers.reduce(into: [:]) { counts, caller in counts[parents[caller], default: 0] += 1 }
        return counts.map { FunctionActivity.Caller(operation: $0.key, calls: $0.value) }
            .sorted { ($1.calls, $0.operation?.name ?? "") < ($0.calls, $1.operation?.name ?? "") }
    }

    /// Exceptions that failed spans recorded, most frequent first.
    func exceptions(naming function: ChangedFunction) -> [FunctionActivity.ExceptionLine] {
        var lines: [String: FunctionActivity.ExceptionLine] = [:]
        // Some SDKs write an exception both as a span event and as a log record.
        var counted: [String: Set<SpanID>] = [:]
        for row in 0..<events.count where failed.contains(events.spanIDs[row]) {
            guard let type = events.value(ofKey: "exception.type", row: row)?.description else { continue }
            let stack = events.value(ofKey: "exception.stacktrace", row: row)?.description ?? ""
            var line =
                lines[type]
                ?? FunctionActivity.ExceptionLine(
                    type: type, message: events.value(ofKey: "exception.message", row: row)?.description ?? "",
                    count: 0, namesFunction: false)
            if counted[type, default: []].insert(events.spanIDs[row]).inserted { line.count += 1 }
            line.namesFunction =
                line.namesFunction
                || StackTrace(parsing: stack, limit: 60).frames.contains {
                    $0.functionName == function.function.name && SourcePath.matches(function.path)($0.likelyPath)
                }
            lines[type] = line
        }
        return lines.values.sorted { ($1.count, $0.type) < ($0.count, $1.type) }
    }
}
