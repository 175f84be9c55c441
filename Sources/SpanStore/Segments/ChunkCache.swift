import Synchronization

/// Decoded columns of segments, kept between queries up to a number of bytes.
///
/// Two generations: what is used moves to the young one; when that is half full it becomes the old one, and what the
/// old one still held is dropped.
final class ChunkCache: Sendable {
    private let limit: Int
    private let state = Mutex(State())

    private struct State {
        var young: [Int64: ColumnData] = [:]
        var old: [Int64: ColumnData] = [:]
        var youngBytes = 0
        var oldBytes = 0
    }

    init(limit: Int) { self.limit = limit }

    /// Bytes held now.
    var bytes: Int { state.withLock { $0.youngBytes + $0.oldBytes } }

    /// The column of a chunk, where it is held.
    func find(_ chunk: Int64) -> ColumnData? {
        state.withLock { state in
            if let found = state.young[chunk] { return found }
            guard let found = state.old.removeValue(forKey: chunk) else { return nil }
            state.oldBytes -= found.memoryBytes
            insert(chunk, found, &state)
            return found
        }
    }

    /// Keeps a column.
    func insert(_ chunk: Int64, _ data: ColumnData) {
        state.withLock { state in
            if state.young[chunk] == nil { insert(chunk, data, &state) }
        }
    }

    private func insert(_ chunk: Int64, _ data: ColumnData, _ state: inout State) {
        let bytes = data.memoryBytes
        if state.youngBytes + bytes > limit / 2 {
            state.old = state.young
            state.oldBytes = state.youngBytes
            state.young = [:]
            state.youngBytes = 0
        }
        state.young[chunk] = data
        state.youngBytes += bytes
    }
}
