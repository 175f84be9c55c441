/// Finds the row of each span's parent in a batch.
///
/// Holds the columns it needs and no more, and loops instead of calling closures: a copy of a batch retains every
/// column of it.
struct ParentSearch {
    private let traces: [TraceID]
    private let spans: [SpanID]
    private let parents: [SpanID]

    /// Exporters that send traces whole put parents a few rows before or after their children.
    private static let reach = 16

    init(_ batch: SpanBatch) {
        traces = batch.traceIDs
        spans = batch.spanIDs
        parents = batch.parentIDs
    }

    /// The row of each span's parent; -1 where it has none in the batch, or names itself.
    func rows() -> [Int32] {
        var found = [Int32](repeating: -1, count: spans.count)
        var missing: [Int] = []
        let isNear = areMostlyNear
        for row in 0..<spans.count where hasOther(row) {
            if isNear { found[row] = nearby(row) }
            if found[row] < 0 { missing.append(row) }
        }
        if !missing.isEmpty { find(missing, &found) }
        return found
    }

    /// Whether a span names another one as its parent.
    @inline(__always)
    private func hasOther(_ row: Int) -> Bool { parents[row] != .none && parents[row] != spans[row] }

    /// Whether parents are worth looking for near their children; where spans are grouped by service, they are not.
    private var areMostlyNear: Bool {
        var (near, all) = (0, 0)
        for row in 0..<min(4096, spans.count) where all < 256 && hasOther(row) {
            all += 1
            near += nearby(row) >= 0 ? 1 : 0
        }
        return near * 2 >= all
    }

    private func nearby(_ row: Int) -> Int32 {
        let parent = parents[row]
        for distance in 1...Self.reach {
            let (before, after) = (row &- distance, row &+ distance)
            if before >= 0, spans[before] == parent, traces[before] == traces[row] {
                return Int32(truncatingIfNeeded: before)
            }
            if after < spans.count, spans[after] == parent, traces[after] == traces[row] {
                return Int32(truncatingIfNeeded: after)
            }
        }
        return -1
    }

    /// Looks parents up by the keyed hash of trace and id.
    private func find(_ missing: [Int], _ found: inout [Int32]) {
        let hashes = traces.map { ValueHash.trace($0) }
        // Where few are missing, only their traces are indexed.
        let rows = missing.count * 4 > spans.count ? Array(spans.indices) : rows(ofTracesOf: missing, hashes)
        var keys: [UInt64] = []
        keys.reserveCapacity(rows.count)
        for row in rows { keys.append(ValueHash.pair(hashes[row], spans[row].value)) }
        var wanted: [UInt64] = []
        wanted.reserveCapacity(missing.count)
        for row in missing { wanted.append(ValueHash.pair(hashes[row], parents[row].value)) }
        let places = HashedRows(keys).rows(wanted)
        for (row, place) in zip(missing, places) where place >= 0 {
            found[row] = Int32(truncatingIfNeeded: rows[Int(place)])
        }
    }

    private func rows(ofTracesOf missing: [Int], _ hashes: [UInt64]) -> [Int] {
        let members = HashedRows(missing.map { hashes[$0] }).rows(hashes)
        return members.indices.filter { members[$0] >= 0 }
    }
}
