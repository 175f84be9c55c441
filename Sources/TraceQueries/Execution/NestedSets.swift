import Telemetry

/// Bounds of the spans of a trace in a walk from its root, as Tempo numbers them: a span's numbers enclose those of all
/// spans below it, and the first root begins with 1.
///
/// Spans that no root reaches have 0 everywhere, and the parent of a root is -1, so that "no parent" and "an unknown
/// one" can be told apart.
struct NestedSets {
    private(set) var left: [Int]
    private(set) var right: [Int]
    private(set) var parent: [Int]

    /// - Parameter traces: The rows of each trace, by start.
    init(_ spans: SpanBatch, _ forest: TraceForest, traces: some Sequence<[Int]>) {
        left = [Int](repeating: 0, count: spans.count)
        right = left
        parent = left
        for rows in traces {
            var bound = 1
            for root in rows where spans.parentIDs[root] == .none {
                parent[root] = -1
                number(root, forest, &bound)
            }
        }
    }

    private mutating func number(_ root: Int, _ forest: TraceForest, _ bound: inout Int) {
        var path = [(row: root, rest: forest.children[root])]
        left[root] = bound
        bound += 1
        while let (row, rest) = path.last {
            if let child = rest.first {
                path[path.count - 1].rest = rest.dropFirst()
                parent[child] = left[row]
                left[child] = bound
                path.append((child, forest.children[child]))
            } else {
                right[row] = bound
                path.removeLast()
            }
            bound += 1
        }
    }
}
