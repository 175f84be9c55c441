/// Who called whom in a batch of spans, and how long each span worked itself; one trace or many at once.
///
/// Rows are named by their position in the batch. A span whose parent is not in the batch counts as a root; a parent
/// that is its own ancestor (broken telemetry) is cut loose, so every walk ends.
public struct TraceForest: Sendable {
    /// The rows called by each row, by start time, then by row: ids decide nothing.
    public let children: RowLists
    /// Rows that name a parent which is not there: dropped spans or a window's edge.
    public let orphanCount: Int

    /// The parent's row; negative for a root or where the parent is missing.
    private let parents: [Int32]
    private let starts: [Int64]
    private let durations: [Int64]

    /// Links a batch's spans.
    public init(_ spans: SpanBatch) {
        var parents = ParentSearch(spans).rows()
        var orphanCount = 0
        for (row, parent) in spans.parentIDs.enumerated() where parent != .none && parents[row] < 0 { orphanCount += 1 }
        self.orphanCount = orphanCount
        Self.cutCircles(&parents)
        starts = spans.startNanoseconds
        durations = spans.durationNanoseconds
        self.parents = parents
        var children = RowLists(parents: parents)
        children.sort(by: starts)
        self.children = children
    }

    /// How many spans there are.
    public var count: Int { parents.count }

    /// The row that called a row; nil for a root or where the caller is missing.
    public func parent(of row: Int) -> Int? {
        let parent = parents[row]
        return parent < 0 ? nil : Int(parent)
    }

    /// Rows without a parent in the batch, by start time, then by row.
    public var roots: [Int] {
        parents.indices.filter { parents[$0] < 0 }.sorted { (starts[$0], $0) < (starts[$1], $1) }
    }

    /// Whether the children at these places of `children.listed` each end after the one before.
    package func isSortedByEnd(_ places: Range<Int>) -> Bool {
        guard places.count > 1 else { return true }
        for place in places.dropLast() {
            let (child, next) = (children.listed[place], children.listed[place + 1])
            if starts[child] &+ durations[child] >= starts[next] &+ durations[next] { return false }
        }
        return true
    }

    /// Nanoseconds of a row that no child covers: the duration without the union of the children's intervals.
    public func selfNanoseconds(of row: Int) -> Int64 {
        let (start, end) = (starts[row], starts[row] &+ durations[row])
        var (covered, reached) = (Int64(0), start)
        for place in children.places(of: row) {
            let child = children.listed[place]
            let childStart = max(reached, starts[child])
            let childEnd = min(end, starts[child] &+ durations[child])
            if childEnd > childStart {
                covered &+= childEnd &- childStart
                reached = childEnd
            }
        }
        return end &- start &- covered
    }

    /// Walks up from every row once, in order; where a walk comes to a row it has passed, the row before that one
    /// becomes a root.
    private static func cutCircles(_ parents: inout [Int32]) {
        // Parents that all stand before their children, or all after them, go round in no circle.
        var (before, after) = (true, true)
        for row in parents.indices where parents[row] >= 0 {
            if parents[row] > row { before = false } else { after = false }
        }
        guard !before, !after else { return }
        // 0 for a row that no walk has passed, else the number of the walk.
        var walks = [Int32](repeating: 0, count: parents.count)
        for start in parents.indices where walks[start] == 0 {
            let walk = Int32(truncatingIfNeeded: start + 1)
            var row = start
            while walks[row] == 0 {
                walks[row] = walk
                let parent = Int(parents[row])
                guard parent >= 0 else { break }
                if walks[parent] == walk {
                    parents[row] = -1
                    break
                }
                row = parent
            }
        }
    }
}
