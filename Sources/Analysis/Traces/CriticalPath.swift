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
    public private(set) var segments: [Segment] = []

    /// Finds the path below a root.
    public init(of root: Int, in spans: SpanBatch, _ forest: TraceForest) {
        let start = spans.startNanoseconds[root]
        walk(root, start, spans.endNanoseconds(root), spans, forest, depth: 0)
    }

    private mutating func walk(
        _ row: Int, _ from: Int64, _ until: Int64, _ spans: SpanBatch, _ forest: TraceForest, depth: Int
    ) {
        let place = segments.count
        segments.append(Segment(row: row, exclusiveNanoseconds: 0))
        var (reached, own) = (until, Int64(0))
        func visit(_ child: Int) {
            let childStart = max(from, spans.startNanoseconds[child])
            let childEnd = min(until, spans.endNanoseconds(child))
            guard childEnd <= reached, childEnd > childStart else { return }
            own += reached - childEnd
            walk(child, childStart, childEnd, spans, forest, depth: depth + 1)
            reached = childStart
        }
        let places = depth < Self.depthLimit ? forest.children.places(of: row) : 0..<0
        if forest.isSortedByEnd(places) {
            for place in places.reversed() { visit(forest.children.listed[place]) }
        } else {
            // The last first; of those that end together the one that started first.
            let children = forest.children.listed[places]
            for child in children.sorted(by: { spans.endNanoseconds($0) > spans.endNanoseconds($1) }) { visit(child) }
        }
        segments[place].exclusiveNanoseconds = own + max(0, reached - from)
    }

    /// Deeper than any real call chain: a loop of ids.
    private static let depthLimit = 512
}

extension SpanBatch {
    @inline(__always)
    fileprivate func endNanoseconds(_ row: Int) -> Int64 { startNanoseconds[row] &+ durationNanoseconds[row] }
}
