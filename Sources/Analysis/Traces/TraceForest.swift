public import Telemetry

/// Who called whom in a batch of spans, and how long each span worked itself.
///
/// Rows are named by their position in the batch. A span whose parent is not in the batch counts as a root.
public struct TraceForest: Sendable {
    /// The parent's row; nil for a root or where the parent is missing.
    public let parents: [Int?]
    /// The rows called by each row, by start time, then by row: ids decide nothing.
    public let children: RowLists
    /// Rows that name a parent which is not there: dropped spans or a window's edge.
    public let orphanCount: Int

    private let starts: [Int64]
    private let durations: [Int64]

    /// Links a batch's spans.
    public init(_ spans: SpanBatch) {
        let parentRows = spans.parentRows()
        parents = parentRows.map { $0 < 0 ? nil : Int($0) }
        orphanCount = zip(spans.parentIDs, parentRows).reduce(0) { $0 + ($1.0 != .none && $1.1 < 0 ? 1 : 0) }
        let starts = spans.startNanoseconds
        var children = RowLists(parents: parentRows)
        children.sort { starts[$0] != starts[$1] ? starts[$0] < starts[$1] : $0 < $1 }
        self.children = children
        self.starts = starts
        durations = spans.durationNanoseconds
    }

    /// Whether the children at these places each end after the one before.
    func isSortedByEnd(_ places: Range<Int>) -> Bool {
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
        for child in children[row] {
            let childStart = max(reached, starts[child])
            let childEnd = min(end, starts[child] &+ durations[child])
            if childEnd > childStart {
                covered &+= childEnd &- childStart
                reached = childEnd
            }
        }
        return end &- start &- covered
    }
}
