public import Telemetry

/// Who called whom among the rows of a batch: parents, children and descendants, for one trace or many at once.
///
/// A span whose parent is missing from the batch is a root; a parent that is its own ancestor (broken telemetry) is
/// cut loose, so every walk ends.
public struct TraceTree: Sendable {
    /// Rows without a parent in the batch, by start time.
    public let roots: [Int]
    /// The parent of each row; nil for roots.
    public let parents: [Int?]
    /// The children of each row, by start time.
    public let children: [[Int]]
    /// Rows that name a parent which is not in the batch.
    public let orphans: [Int]
    /// Each row's place in a depth-first walk, and the last place inside its subtree.
    let entered: [Int]
    let left: [Int]

    /// Builds the tree of a batch.
    public init(_ spans: SpanBatch) {
        var rowOf: [Key: Int] = [:]
        for row in 0..<spans.count { rowOf[Key(trace: spans.traceIDs[row], span: spans.spanIDs[row])] = row }
        var parents = [Int?](repeating: nil, count: spans.count)
        var orphans: [Int] = []
        for row in 0..<spans.count where spans.parentIDs[row] != .none {
            let parent = rowOf[Key(trace: spans.traceIDs[row], span: spans.parentIDs[row])]
            if let parent, parent != row { parents[row] = parent } else { orphans.append(row) }
        }
        Self.cutCycles(&parents)
        // The comparison captures the two columns rather than the batch: a copy of a batch retains all of them.
        let (starts, ids) = (spans.startNanoseconds, spans.spanIDs)
        let order = (0..<spans.count).sorted { (starts[$0], ids[$0]) < (starts[$1], ids[$1]) }
        var children = [[Int]](repeating: [], count: spans.count)
        var roots: [Int] = []
        for row in order {
            if let parent = parents[row] { children[parent].append(row) } else { roots.append(row) }
        }
        (entered, left) = Self.places(roots: roots, children: children)
        self.roots = roots
        self.parents = parents
        self.children = children
        self.orphans = orphans
    }

    /// Whether `ancestor` stands above `row`, at any distance.
    public func isAncestor(_ ancestor: Int, of row: Int) -> Bool {
        entered[ancestor] < entered[row] && entered[row] <= left[ancestor]
    }

    private struct Key: Hashable {
        var trace: TraceID
        var span: SpanID
    }

    /// Walks up from every row once; a row met twice on one walk closes a cycle and becomes a root.
    private static func cutCycles(_ parents: inout [Int?]) {
        var state = [UInt8](repeating: 0, count: parents.count)
        for start in parents.indices where state[start] == 0 {
            var path: [Int] = []
            var row = start
            while state[row] == 0 {
                state[row] = 1
                path.append(row)
                guard let parent = parents[row] else { break }
                if state[parent] == 1 { parents[row] = nil; break }
                row = parent
            }
            for row in path { state[row] = 2 }
        }
    }

    private static func places(roots: [Int], children: [[Int]]) -> ([Int], [Int]) {
        var entered = [Int](repeating: 0, count: children.count)
        var left = entered
        var clock = 0
        for root in roots {
            var stack = [(row: root, next: 0)]
            entered[root] = clock
            clock += 1
            while let (row, next) = stack.last {
                if next < children[row].count {
                    stack[stack.count - 1].next += 1
                    let child = children[row][next]
                    entered[child] = clock
                    clock += 1
                    stack.append((child, 0))
                } else {
                    left[row] = clock - 1
                    stack.removeLast()
                }
            }
        }
        return (entered, left)
    }
}
