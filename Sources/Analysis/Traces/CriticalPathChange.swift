public import Telemetry

/// How the critical path of traces changed, operation by operation; the changes add up to the change of the latency.
public struct CriticalPathChange: Sendable {
    /// One operation's share of the change.
    public struct Part: Sendable, Equatable {
        public var operation: Operation
        /// Mean milliseconds per trace on the critical path, in the window and in the baseline.
        public var milliseconds: Double
        public var baselineMilliseconds: Double

        /// What it adds to the mean latency of a trace.
        public var addedMilliseconds: Double { milliseconds - baselineMilliseconds }
    }

    /// Largest change first.
    public let parts: [Part]
    /// Mean latency of a trace in the window and in the baseline, and how many traces each rests on.
    public let milliseconds: Double
    public let baselineMilliseconds: Double
    public let traces: Int
    public let baselineTraces: Int

    /// Compares the traces that begin with one operation.
    ///
    /// - Parameters:
    ///   - forest: who called whom, where that is known already.
    ///   - limit: at most this many traces of each side are walked, the first ones by row.
    public init(
        of root: Operation, _ spans: SpanBatch, _ forest: TraceForest? = nil, window: TimeRange, baseline: TimeRange,
        limit: Int = 400
    ) {
        self.init(of: root, spans, forest, limit: limit) { row in
            let start = Timestamp(nanoseconds: spans.startNanoseconds[row])
            return window.contains(start) ? .now : baseline.contains(start) ? .before : nil
        }
    }

    /// Compares the traces that begin with one operation, told apart by their ids: two builds that serve at once.
    public init(
        of root: Operation, _ spans: SpanBatch, traces: Set<TraceID>, baseline: Set<TraceID>, limit: Int = 400
    ) {
        self.init(of: root, spans, nil, limit: limit) { row in
            let trace = spans.traceIDs[row]
            return traces.contains(trace) ? .now : baseline.contains(trace) ? .before : nil
        }
    }

    private enum Side { case now, before }

    private init(
        of root: Operation, _ spans: SpanBatch, _ forest: TraceForest?, limit: Int, side: (Int) -> Side?
    ) {
        let forest = forest ?? TraceForest(spans)
        let operations = OperationTable(spans)
        let code = operations.operations.firstIndex(of: root)
        var sums: [Int: (now: Double, before: Double)] = [:]
        var (now, before) = (0, 0)
        var (total, baselineTotal) = (0.0, 0.0)
        for row in 0..<spans.count where operations.codes[row] == code {
            guard let side = side(row) else { continue }
            let isNow = side == .now
            guard isNow ? now < limit : before < limit else { continue }
            if isNow { now += 1 } else { before += 1 }
            let milliseconds = Double(spans.durationNanoseconds[row]) / 1e6
            if isNow { total += milliseconds } else { baselineTotal += milliseconds }
            for segment in CriticalPath(of: row, in: spans, forest).segments {
                let operation = operations.codes[segment.row]
                let own = Double(segment.exclusiveNanoseconds) / 1e6
                if isNow {
                    sums[operation, default: (0, 0)].now += own
                } else {
                    sums[operation, default: (0, 0)].before += own
                }
            }
        }
        let (count, baselineCount) = (Double(max(1, now)), Double(max(1, before)))
        parts = sums.map { operation, sum in
            Part(
                operation: operations.operations[operation], milliseconds: sum.now / count,
                baselineMilliseconds: sum.before / baselineCount)
        }.sorted { left, right in
            let (a, b) = (abs(left.addedMilliseconds), abs(right.addedMilliseconds))
            return a != b ? a > b : left.operation < right.operation
        }
        milliseconds = total / count
        baselineMilliseconds = baselineTotal / baselineCount
        traces = now
        baselineTraces = before
    }
}
