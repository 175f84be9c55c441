import Telemetry
import Testing

@testable import Analysis

/// Trees and paths of random batches, held against dictionaries and sorted lists.
struct CriticalPathTests {
    /// Numerical Recipes' linear congruential generator: the same cases every time.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 33
        }
    }

    /// Traces with the same few ids, rows far from and near their parents, orphans, ties of ends and circles.
    private static func batch(_ numbers: inout Numbers) -> SpanBatch {
        var rows: [(trace: UInt64, span: UInt64, parent: UInt64, start: Int64, duration: Int64)] = []
        for trace in 1...UInt64.random(in: 1...8, using: &numbers) {
            let count = UInt64.random(in: 1...30, using: &numbers)
            for span in 1...count {
                let parent: UInt64 =
                    switch Int.random(in: 0..<12, using: &numbers) {
                    case 0: 0
                    case 1: 99
                    case 2: span
                    case 3: UInt64.random(in: 1...count, using: &numbers)
                    default: UInt64.random(in: 0..<span, using: &numbers)
                    }
                rows.append(
                    (trace, span, parent, .random(in: 0..<40, using: &numbers), .random(in: 0..<40, using: &numbers)))
            }
        }
        if Bool.random(using: &numbers) { rows.shuffle(using: &numbers) }
        var batch = SpanBatch()
        batch.traceIDs = rows.map { TraceID(high: 1, low: $0.trace) }
        batch.spanIDs = rows.map { SpanID($0.span) }
        batch.parentIDs = rows.map { SpanID($0.parent) }
        batch.startNanoseconds = rows.map(\.start)
        batch.durationNanoseconds = rows.map(\.duration)
        return batch
    }

    private static func naiveParent(_ row: Int, _ spans: SpanBatch) -> Int? {
        guard spans.parentIDs[row] != .none, spans.parentIDs[row] != spans.spanIDs[row] else { return nil }
        return (0..<spans.count).first {
            spans.traceIDs[$0] == spans.traceIDs[row] && spans.spanIDs[$0] == spans.parentIDs[row]
        }
    }

    @Test(arguments: 0..<60) func `parents and children are those that ids name`(seed: UInt64) {
        var numbers = Numbers(state: seed)
        let spans = Self.batch(&numbers)
        let forest = TraceForest(spans)
        let parents = (0..<spans.count).map { Self.naiveParent($0, spans) }
        #expect(forest.parents == parents)
        for row in 0..<spans.count {
            let children = parents.indices.filter { parents[$0] == row }.sorted {
                (spans.startNanoseconds[$0], $0) < (spans.startNanoseconds[$1], $1)
            }
            #expect(Array(forest.children[row]) == children)
            var covered = Set<Int64>()
            let start = spans.startNanoseconds[row]
            let end = start + spans.durationNanoseconds[row]
            for child in children {
                let from = max(start, spans.startNanoseconds[child])
                let until = min(end, spans.startNanoseconds[child] + spans.durationNanoseconds[child])
                if from < until { covered.formUnion(from..<until) }
            }
            #expect(forest.selfNanoseconds(of: row) == end - start - Int64(covered.count))
        }
    }

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
        var numbers = Numbers(state: seed)
        let spans = Self.batch(&numbers)
        let forest = TraceForest(spans)
        for row in 0..<spans.count where forest.parents[row] == nil {
            let start = spans.startNanoseconds[row]
            let path = CriticalPath(of: row, in: spans, forest).segments
            #expect(path == Self.naivePath(row, start, start + spans.durationNanoseconds[row], spans, forest))
            #expect(path.reduce(0) { $0 + $1.exclusiveNanoseconds } == spans.durationNanoseconds[row])
        }
    }
}
