import Synchronization
import Telemetry

/// Reads chunks of segments, through the cache.
///
/// One connection per core; a query's workers use different ones, so that they rarely wait for each other.
final class ChunkReader: Sendable {
    private let cache: ChunkCache
    private let connections: [LockedConnection]

    private final class LockedConnection: Sendable {
        private let connection: Mutex<SQLiteConnection>

        init(path: String) throws(SpanStoreError) {
            connection = Mutex(try SQLiteConnection(path: path, readOnly: true))
        }

        func chunk(_ id: Int64) throws(SpanStoreError) -> [UInt8]? {
            try connection.withLock { (connection) throws(SpanStoreError) -> [UInt8]? in
                try connection.blob("SELECT data FROM chunk WHERE id=?", id)
            }
        }
    }

    init(path: String, cache: ChunkCache, connections count: Int) throws(SpanStoreError) {
        self.cache = cache
        var connections: [LockedConnection] = []
        for _ in 0..<count { connections.append(try LockedConnection(path: path)) }
        self.connections = connections
    }

    /// The column of a chunk.
    ///
    /// - Parameters:
    ///   - worker: Which of a query's workers asks.
    ///   - spans: Gives the span ids of the same segment; called for parent ids only.
    func column(
        _ chunk: Int64, rowCount: Int, worker: Int, spans: () throws(SpanStoreError) -> [UInt64]
    ) throws(SpanStoreError) -> ColumnData {
        if let known = cache.find(chunk) { return known }
        let bytes = try read(chunk, worker: worker)
        let data = ColumnData(try ColumnCodec.decode(bytes, rowCount: rowCount, spans: spans))
        cache.insert(chunk, data)
        return data
    }

    /// The codes of a chunk that holds a coded column.
    func codes(_ chunk: Int64, rowCount: Int, worker: Int) throws(SpanStoreError) -> PackedCodes {
        if let known = cache.findCodes(chunk) { return known }
        let codes = try ColumnCodec.codes(read(chunk, worker: worker), rowCount: rowCount)
        cache.insertCodes(chunk, codes)
        return codes
    }

    private func read(_ chunk: Int64, worker: Int) throws(SpanStoreError) -> [UInt8] {
        guard let bytes = try connections[worker % connections.count].chunk(chunk) else {
            throw SpanStoreError(.database, "a segment was dropped while it was read", hint: "ask again")
        }
        return bytes
    }
}
