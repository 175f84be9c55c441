import Telemetry

/// What is done with the spans of a critical path.
protocol PathVisitor {
    /// A span is on the path; what is returned comes back when it is left.
    mutating func enter(_ row: Int) -> Int
    /// What the span's own share of the path is, children on the path taken off.
    mutating func leave(_ place: Int, _ row: Int, _ nanoseconds: Int64)
}

/// The walk along critical paths, the same whatever is done with the spans on them.
struct PathWalk<Visitor: PathVisitor> {
    private(set) var visitor: Visitor
    private let starts: [Int64]
    private let durations: [Int64]
    private let forest: TraceForest

    /// Deeper than any real call chain.
    private static var depthLimit: Int { 512 }

    init(_ spans: SpanBatch, _ forest: TraceForest, _ visitor: Visitor) {
        starts = spans.startNanoseconds
        durations = spans.durationNanoseconds
        self.forest = forest
        self.visitor = visitor
    }

    /// Walks the path below a root.
    mutating func walk(from root: Int) { walk(root, starts[root], end(root), depth: 0) }

    private mutating func walk(_ row: Int, _ from: Int64, _ until: Int64, depth: Int) {
        let place = visitor.enter(row)
        var (reached, own) = (until, Int64(0))
        let places = depth < Self.depthLimit ? forest.children.places(of: row) : 0..<0
        if forest.isSortedByEnd(places) {
            for place in places.reversed() {
                visit(forest.children.listed[place], from, until, &reached, &own, depth: depth)
            }
        } else {
            // The last first; of those that end together the one that started first.
            for child in forest.children.listed[places].sorted(by: { end($0) > end($1) }) {
                visit(child, from, until, &reached, &own, depth: depth)
            }
        }
        visitor.leave(place, row, own &+ max(0, reached &- from))
    }

    @inline(__always)
    private mutating func visit(
        _ child: Int, _ from: Int64, _ until: Int64, _ reached: inout Int64, _ own: inout Int64, depth: Int
    ) {
        let childStart = max(from, starts[child])
        let childEnd = min(until, end(child))
        guard childEnd <= reached, childEnd > childStart else { return }
        own &+= reached &- childEnd
        walk(child, childStart, childEnd, depth: depth + 1)
        reached = childStart
    }

    @inline(__always)
    private func end(_ row: Int) -> Int64 { starts[row] &+ durations[row] }
}
