import Telemetry
import TestSupport
import Testing

/// Parents, children and own time of random batches, held against dictionaries and sorted lists.
struct TraceForestTests {
    private static func namedParent(_ row: Int, _ spans: SpanBatch) -> Int? {
        guard spans.parentIDs[row] != .none, spans.parentIDs[row] != spans.spanIDs[row] else { return nil }
        return (0..<spans.count).first {
            spans.traceIDs[$0] == spans.traceIDs[row] && spans.spanIDs[$0] == spans.parentIDs[row]
        }
    }

    /// Parents without circles: whoever comes back to a row on the way up is cut loose from it.
    private static func naiveParents(_ spans: SpanBatch) -> [Int?] {
        var parents = (0..<spans.count).map { namedParent($0, spans) }
        for row in parents.indices {
            var path = [row]
            while let last = path.last, let parent = parents[last] {
                if path.contains(parent) { parents[last] = nil } else { path.append(parent) }
            }
        }
        return parents
    }

    @Test(arguments: 0..<60) func `parents and children are those that ids name`(seed: UInt64) {
        let spans = RandomBatch.spans(seed: seed)
        let forest = TraceForest(spans)
        let parents = Self.naiveParents(spans)
        #expect((0..<spans.count).map { forest.parent(of: $0) } == parents)
        #expect(
            forest.roots
                == parents.indices.filter { parents[$0] == nil }
                .sorted { (spans.startNanoseconds[$0], $0) < (spans.startNanoseconds[$1], $1) })
        #expect(
            forest.orphanCount
                == (0..<spans.count).count { spans.parentIDs[$0] != .none && Self.namedParent($0, spans) == nil })
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
}
