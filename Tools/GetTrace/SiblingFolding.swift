import Telemetry

/// Finds siblings that did the same thing: same service, name, kind and status, over subtrees of the same shape.
struct SiblingFolding {
    /// Siblings shown as one line.
    struct Group {
        /// By start time.
        var rows: [Int]
        /// The row with the longest duration; its children are shown for all.
        var slowest: Int
    }

    /// Fewer than this many alike stay separate lines.
    static let fewestFolded = 3

    private let spans: SpanBatch
    /// Rows of equal shape have equal numbers.
    private let shapes: [Int]
    private let subtreeSizes: [Int]

    init(_ spans: SpanBatch, _ forest: TraceForest) {
        self.spans = spans
        var shapes = [Int](repeating: 0, count: spans.count)
        var sizes = [Int](repeating: 1, count: spans.count)
        var numbers: [Shape: Int] = [:]
        for row in Self.childrenFirst(forest) {
            let children = Set(forest.children[row].map { shapes[$0] })
            let shape = Shape(
                service: spans.services.codes[row], name: spans.names.codes[row], kind: spans.kinds[row],
                status: spans.statuses[row], children: children)
            shapes[row] = numbers[shape] ?? numbers.count
            numbers[shape] = shapes[row]
            sizes[row] += forest.children[row].reduce(0) { $0 + sizes[$1] }
        }
        self.shapes = shapes
        subtreeSizes = sizes
    }

    /// Siblings in order of their first start, folded.
    func groups(of siblings: some Sequence<Int>) -> [Group] {
        var order: [Int] = []
        var members: [Int: [Int]] = [:]
        for row in siblings {
            if members[shapes[row]] == nil { order.append(shapes[row]) }
            members[shapes[row], default: []].append(row)
        }
        return order.flatMap { shape -> [Group] in
            let rows = members[shape] ?? []
            guard rows.count >= Self.fewestFolded else { return rows.map { Group(rows: [$0], slowest: $0) } }
            let slowest = rows.max { spans.durationNanoseconds[$0] < spans.durationNanoseconds[$1] }
            return [Group(rows: rows, slowest: slowest ?? rows[0])]
        }.sorted { spans.startNanoseconds[$0.rows[0]] < spans.startNanoseconds[$1.rows[0]] }
    }

    /// Spans that a group's own line accounts for: its rows, and what lies below all of them but the slowest.
    func spanCount(of group: Group) -> Int {
        1 + group.rows.reduce(0) { $0 + ($1 == group.slowest ? 0 : subtreeSizes[$1]) }
    }

    private struct Shape: Hashable {
        var service: UInt32
        var name: UInt32
        var kind: SpanKind
        var status: SpanStatus
        var children: Set<Int>
    }

    private static func childrenFirst(_ forest: TraceForest) -> [Int] {
        var order: [Int] = []
        var stack = forest.roots
        while let row = stack.popLast() {
            order.append(row)
            stack += forest.children[row]
        }
        return order.reversed()
    }
}
