public import Telemetry

/// Who called whom in a batch of spans, and how long each span worked itself.
///
/// Rows are named by their position in the batch. A span whose parent is not in the batch counts as a root.
public struct TraceForest: Sendable {
    /// The parent's row; nil for a root or where the parent is missing.
    public let parents: [Int?]
    /// The rows called by each row, by start time.
    public let children: [[Int]]
    /// Nanoseconds that no child covers: the duration without the union of the children's intervals.
    public let selfNanoseconds: [Int64]
    /// Rows that name a parent which is not there: dropped spans or a window's edge.
    public let orphanCount: Int

    /// Links a batch's spans.
    public init(_ spans: SpanBatch) {
        var rows: [SpanKey: Int] = [:]
        rows.reserveCapacity(spans.count)
        for row in 0..<spans.count { rows[SpanKey(spans.traceIDs[row], spans.spanIDs[row])] = row }
        var parents = [Int?](repeating: nil, count: spans.count)
        var children = [[Int]](repeating: [], count: spans.count)
        var orphans = 0
        for row in 0..<spans.count where spans.parentIDs[row] != .none {
            let parent = rows[SpanKey(spans.traceIDs[row], spans.parentIDs[row])]
            if let parent, parent != row {
                parents[row] = parent
                children[parent].append(row)
            } else {
                orphans += 1
            }
        }
        let starts = spans.startNanoseconds
        for row in children.indices where children[row].count > 1 {
            children[row].sort { (starts[$0], spans.spanIDs[$0]) < (starts[$1], spans.spanIDs[$1]) }
        }
        self.parents = parents
        self.children = children
        orphanCount = orphans
        selfNanoseconds = (0..<spans.count).map { Self.selfTime($0, children[$0], spans) }
    }

    private static func selfTime(_ row: Int, _ children: [Int], _ spans: SpanBatch) -> Int64 {
        let start = spans.startNanoseconds[row]
        let end = start + spans.durationNanoseconds[row]
        var (covered, reached) = (Int64(0), start)
        for child in children {
            let childStart = max(reached, spans.startNanoseconds[child])
            let childEnd = min(end, spans.startNanoseconds[child] + spans.durationNanoseconds[child])
            if childEnd > childStart {
                covered += childEnd - childStart
                reached = childEnd
            }
        }
        return end - start - covered
    }
}

/// A span's identity within a store: ids are only unique within a trace.
struct SpanKey: Hashable {
    let trace: TraceID
    let span: SpanID

    init(_ trace: TraceID, _ span: SpanID) {
        self.trace = trace
        self.span = span
    }
}
