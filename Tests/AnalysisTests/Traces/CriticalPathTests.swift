import Telemetry
import TestSupport
import Testing

@testable import Analysis

/// Paths of random batches, held against the definition.
struct CriticalPathTests {
    /// The definition, step by step: from the end back, always the child that ended last before.
    private static func naivePath(
        _ row: Int, _ from: Int64, _ until: Int64, _ spans: SpanBatch, _ forest: TraceForest, _ depth: Int = 0
    ) -> [CriticalPath.Segment] {
        var reached = until
        var own: Int64 = 0
        var below: [CriticalPath.Segment] = []
        let children = depth < 512 ? Array(forest.children[row]) : []
        func end(_ child: Int) -> Int64 { spans.startNanoseconds[child] + spans.durationNanoseconds[child] }
        for child in children.sorted(by: { end($0) > end($1) }) {
            let (childStart, childEnd) = (max(from, spans.startNanoseconds[child]), min(until, end(child)))
            guard childEnd <= reached, childEnd > childStart else { continue }
            own += reached - childEnd
            below += naivePath(child, childStart, childEnd, spans, forest, depth + 1)
            reached = childStart
        }
        return [.init(row: row, exclusiveNanoseconds: own + max(0, reached - from))] + below
    }

    @Test(arguments: 100..<160) func `the path is the one the definition walks`(seed: UInt64) {
        let spans = RandomBatch.spans(seed: seed)
        let forest = TraceForest(spans)
        for row in 0..<spans.count where forest.parent(of: row) == nil {
            let start = spans.startNanoseconds[row]
            let path = CriticalPath(of: row, in: spans, forest).segments
            #expect(path == Self.naivePath(row, start, start + spans.durationNanoseconds[row], spans, forest))
            #expect(path.reduce(0) { $0 + $1.exclusiveNanoseconds } == spans.durationNanoseconds[row])
        }
    }
}
