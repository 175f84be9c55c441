public import OTLP
import SpanSources
public import Telemetry

/// The embedded columnar store of spans and events, durable in one SQLite file.
///
/// A request is decoded to columns, committed to the write-ahead table together with the requests that wait beside it,
/// and only then acknowledged; from that moment queries see it and it survives the end of the process. The tail in
/// memory is sealed into immutable segments of encoded column chunks (see `Schema`). Queries take a snapshot and never
/// wait for writers.
public final class SpanStore: Sendable {
    /// Where snapshots come from.
    enum Origin: Sendable {
        case writer(StoreWriter, RequestDecoder, PublishedSnapshot)
        case follower(StoreFollower)
    }

    let origin: Origin
    private let cache: ChunkCache
    let budget: QueueBudget
    let engine: QueryEngine

    /// Opens the store for writing, creating the file where there is none, and recovers what was acknowledged but not
    /// sealed.
    ///
    /// - Parameters:
    ///   - path: The SQLite file, such as `spans.db`; its `-wal`, `-shm` and `.lock` stand beside it.
    ///   - clock: The time retention and sealing go by.
    /// - Throws: `SpanStoreError`: `.newerFile` where a newer version wrote the file, `.cannotOpen` also where
    ///   another process writes to it, `.damaged`.
    public static func open(
        path: String, configuration: StoreConfiguration = StoreConfiguration(),
        clock: @escaping @Sendable () -> Timestamp
    ) throws(SpanStoreError) -> SpanStore {
        do throws(SpanStoreError) {
            var recovered = try RecoveredStore(path: path, configuration)
            let cache = ChunkCache(limit: configuration.cacheBytes)
            let reader = try ChunkReader(path: path, cache: cache, connections: configuration.parallelism)
            let published = PublishedSnapshot(recovered.snapshot)
            try recovered.loadDedup(reader, rows: configuration.dedupRows)
            let decoder = RequestDecoder(
                key: recovered.logKey, threads: DecodingThreads(count: configuration.parallelism))
            let writer = StoreWriter(recovered, configuration: configuration, published: published, clock: clock)
            return SpanStore(.writer(writer, decoder, published), configuration, reader, cache)
        } catch {
            throw error.naming(path)
        }
    }

    /// Opens a store that another process writes (or none does) for reading; every read sees what was committed
    /// before it.
    ///
    /// - Throws: `SpanStoreError`: `.cannotOpen` where there is no such file, `.newerFile`, `.damaged`.
    public static func openReadOnly(
        path: String, configuration: StoreConfiguration = StoreConfiguration()
    ) throws(SpanStoreError) -> SpanStore {
        do throws(SpanStoreError) {
            let follower = try StoreFollower(path: path, segmentRows: configuration.segmentRows)
            let cache = ChunkCache(limit: configuration.cacheBytes)
            let reader = try ChunkReader(path: path, cache: cache, connections: configuration.parallelism)
            return SpanStore(.follower(follower), configuration, reader, cache)
        } catch {
            throw error.naming(path)
        }
    }

    private init(
        _ origin: Origin, _ configuration: StoreConfiguration, _ reader: ChunkReader, _ cache: ChunkCache
    ) {
        self.origin = origin
        self.cache = cache
        let budget = QueueBudget(limit: configuration.queueBytes)
        self.budget = budget
        engine = QueryEngine(
            reader: reader, numberings: FieldNumberings(limit: configuration.cacheBytes / 4),
            parallelism: configuration.parallelism,
            rowsPerTask: configuration.rowsPerTask, exactQuantileValues: configuration.exactQuantileValues,
            isIngesting: { !budget.isEmpty })
    }

    /// Where requests are decoded, for unpacking them there as well; nil where the store is open for reading only.
    public var decodingThreads: DecodingThreads? {
        if case .writer(_, let decoder, _) = origin { decoder.threads } else { nil }
    }

    private var writer: StoreWriter? { if case .writer(let writer, _, _) = origin { writer } else { nil } }

    func snapshot() throws(SpanSourceError) -> StoreSnapshot {
        switch origin {
        case .writer(_, _, let published): return try published.read()
        case .follower(let follower):
            do throws(SpanStoreError) {
                return try follower.snapshot()
            } catch {
                throw SpanSourceError(.backend, error.message, hint: error.hint)
            }
        }
    }

    /// Commits what waits and closes the file; later reads fail and later requests are refused.
    public func close() async {
        switch origin {
        case .writer(let writer, _, _): await writer.close()
        case .follower(let follower): follower.close()
        }
    }

    /// What the store holds now.
    public func statistics() async -> StoreStatistics {
        if let writer { return await writer.currentStatistics(cacheBytes: cache.bytes) }
        var statistics = StoreStatistics()
        if let snapshot = try? self.snapshot() {
            statistics.spans = snapshot.spans.reduce(0) { $0 + $1.rowCount }
            statistics.events = snapshot.events.reduce(0) { $0 + $1.rowCount }
        }
        statistics.cacheBytes = cache.bytes
        return statistics
    }

    /// Waits for segments that are being made, seals a tail that is older than `sealAfter` and applies retention. Call it every few seconds.
    public func maintain() async throws(SpanStoreError) {
        try await writer?.maintain()
    }

    /// Seals everything that is in the tail.
    public func seal() async throws(SpanStoreError) {
        try await writer?.sealAll()
    }
}
