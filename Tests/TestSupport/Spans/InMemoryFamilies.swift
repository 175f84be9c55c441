import SpanSources
import Telemetry

/// Who is whose parent in a batch.
struct InMemoryFamilies {
    private(set) var parents: [[Int]]
    private(set) var children: [[Int]]
    private let traces: [TraceID]
    private let mates: [TraceID: [Int]]

    private struct Key: Hashable {
        var trace: TraceID
        var span: SpanID
    }

    init(_ spans: SpanBatch) {
        traces = spans.traceIDs
        mates = Dictionary(grouping: 0..<spans.count) { spans.traceIDs[$0] }
        parents = Array(repeating: [], count: spans.count)
        children = parents
        let rows = Dictionary(grouping: 0..<spans.count) { Key(trace: spans.traceIDs[$0], span: spans.spanIDs[$0]) }
        for row in 0..<spans.count where ![.none, spans.spanIDs[row]].contains(spans.parentIDs[row]) {
            for parent in rows[Key(trace: spans.traceIDs[row], span: spans.parentIDs[row])] ?? [] {
                parents[row].append(parent)
                children[parent].append(row)
            }
        }
    }

    /// The spans that stand in a relation to a span.
    func relatives(_ relative: Predicate.Relative, _ row: Int) -> [Int] {
        switch relative {
        case .parent: parents[row]
        case .child: children[row]
        case .ancestor: reached(from: row) { parents[$0] }
        case .descendant: reached(from: row) { children[$0] }
        case .sibling: parents[row].flatMap { children[$0] }.filter { $0 != row }
        case .traceMate: mates[traces[row]] ?? []
        }
    }

    private func reached(from row: Int, _ step: (Int) -> [Int]) -> [Int] {
        var reached: Set<Int> = []
        var waiting = step(row)
        while let next = waiting.popLast() {
            if reached.insert(next).inserted { waiting += step(next) }
        }
        return reached.sorted()
    }
}
