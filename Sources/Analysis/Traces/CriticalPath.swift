public import Telemetry

/// The spans that decided a trace's end-to-end latency, each with the time it alone was responsible for.
///
/// Walks back from the end of the root: the child that finished last is on the path, then the child that had finished
/// before that one started. Source: Zhang et al. (2022), "CRISP: Critical Path Analysis of Large-Scale Microservice
/// Architectures". Children that start after their parent ended are asynchronous and ignored.
public struct CriticalPath: Sendable {
    /// A stretch of the path.
    public struct Segment: Sendable, Equatable {
        /// The span's row in the batch.
        public var row: Int
        /// Nanoseconds the span itself, and no child on the path, was on the path.
        public var exclusiveNanoseconds: Int64
    }

    /// By row of first visit, from the root down.
    public let segments: [Segment]

    /// Finds the path below a root.
    public init(of root: Int, in spans: SpanBatch, _ forest: TraceForest) {
        var walk = PathWalk(spans, forest, SegmentList())
        walk.walk(from: root)
        segments = walk.visitor.segments
    }

    /// Nanoseconds that spans alone were on the critical paths of their traces, added up by a number per span.
    ///
    /// - Parameters:
    ///   - codes: One per row, below `count`: its service, its operation ...
    ///   - workers: How many cores share the traces.
    public static func sums(
        of spans: SpanBatch, by codes: [UInt32], count: Int, workers: Int = 1
    ) async -> [Int64] {
        await withTaskGroup(of: [Int64].self) { tasks in
            for worker in 0..<max(1, workers) {
                tasks.addTask {
                    let (share, codes) = spans.links(ofTracesIn: worker, of: workers, codes)
                    var walk = PathWalk(share, TraceForest(share), CodeSums(codes: codes, count: count))
                    for (row, parent) in share.parentIDs.enumerated() where parent == .none { walk.walk(from: row) }
                    return walk.visitor.sums
                }
            }
            return await tasks.reduce(into: [Int64](repeating: 0, count: count)) { sums, share in
                for code in sums.indices { sums[code] += share[code] }
            }
        }
    }
}

extension SpanBatch {
    /// What links the spans of a share of the traces and tells their times, with their codes.
    fileprivate func links(
        ofTracesIn share: Int, of shares: Int, _ codes: [UInt32]
    ) -> (spans: SpanBatch, codes: [UInt32]) {
        guard shares > 1 else { return (self, codes) }
        // Loops over columns: a closure would hold on to the whole batch for every row.
        let (traces, starts, durations) = (traceIDs, startNanoseconds, durationNanoseconds)
        var rows: [Int] = []
        rows.reserveCapacity(count / shares * 9 / 8)
        // Trace ids are random; where they are not, the shares are merely unequal.
        for row in 0..<traces.count where traces[row].low.multipliedFullWidth(by: UInt64(shares)).high == share {
            rows.append(row)
        }
        var spans = SpanBatch()
        spans.traceIDs = rows.map { traces[$0] }
        spans.startNanoseconds = rows.map { starts[$0] }
        spans.durationNanoseconds = rows.map { durations[$0] }
        let (ids, parents) = (spanIDs, parentIDs)
        spans.spanIDs = rows.map { ids[$0] }
        spans.parentIDs = rows.map { parents[$0] }
        return (spans, rows.map { codes[$0] })
    }
}

/// Keeps the segments of a path.
private struct SegmentList: PathVisitor {
    var segments: [CriticalPath.Segment] = []

    mutating func enter(_ row: Int) -> Int {
        segments.append(CriticalPath.Segment(row: row, exclusiveNanoseconds: 0))
        return segments.count - 1
    }

    mutating func leave(_ place: Int, _ row: Int, _ nanoseconds: Int64) {
        segments[place].exclusiveNanoseconds = nanoseconds
    }
}

/// Adds up the segments of many paths.
private struct CodeSums: PathVisitor {
    let codes: [UInt32]
    var sums: [Int64]

    init(codes: [UInt32], count: Int) {
        self.codes = codes
        sums = [Int64](repeating: 0, count: count)
    }

    mutating func enter(_ row: Int) -> Int { 0 }

    mutating func leave(_ place: Int, _ row: Int, _ nanoseconds: Int64) { sums[Int(codes[row])] &+= nanoseconds }
}
