import OTLP
public import SpanSources
public import Telemetry

/// The embedded columnar store of spans and events, durable in one SQLite file.
///
/// A request is decoded to columns, committed to the write-ahead table together with the requests that wait beside it,
/// and only then acknowledged; from that moment queries see it and it survives the end of the process. The tail in
/// memory is sealed into immutable segments of encoded column chunks (see `Schema`). Queries take a snapshot and never
/// wait for writers.
public final class SpanStore: Sendable {
    /// What a store is opened for.
    public enum Access: Sendable {
        /// By the one process that writes.
        case readWrite
        /// Beside a running writer; sees what was committed when it was opened.
        case readOnly
    }

    private let writer: StoreWriter?
    private let published: PublishedSnapshot
    private let cache: ChunkCache
    private let budget: QueueBudget
    let engine: QueryEngine

    /// Opens the store, creating the file where there is none, and recovers what was acknowledged but not sealed.
    ///
    /// - Parameters:
    ///   - path: The SQLite file, such as `spans.db`; its `-wal`, `-shm` and `.lock` stand beside it.
    ///   - clock: The time retention and sealing go by.
    /// - Throws: `SpanStoreError`: `.newerFile` where a newer version wrote the file, `.cannotOpen`, `.damaged`.
    public static func open(
        path: String, configuration: StoreConfiguration = StoreConfiguration(), access: Access = .readWrite,
        clock: @escaping @Sendable () -> Timestamp
    ) throws(SpanStoreError) -> SpanStore {
        var recovered = try RecoveredStore(path: path, access: access, configuration)
        let cache = ChunkCache(limit: configuration.cacheBytes)
        let reader = try ChunkReader(path: path, cache: cache, connections: configuration.parallelism)
        let published = PublishedSnapshot(recovered.snapshot)
        var writer: StoreWriter?
        if access == .readWrite {
            try recovered.loadDedup(reader, rows: configuration.dedupRows)
            writer = StoreWriter(recovered, configuration: configuration, published: published, clock: clock)
        }
        return SpanStore(configuration, writer: writer, published: published, reader: reader, cache: cache)
    }

    private init(
        _ configuration: StoreConfiguration, writer: StoreWriter?, published: PublishedSnapshot, reader: ChunkReader,
        cache: ChunkCache
    ) {
        self.writer = writer
        self.published = published
        self.cache = cache
        budget = QueueBudget(limit: configuration.queueBytes)
        engine = QueryEngine(
            reader: reader, parallelism: configuration.parallelism,
            exactQuantileValues: configuration.exactQuantileValues)
    }

    /// Commits what waits and closes the file; later reads fail and later requests are refused.
    public func close() async {
        await writer?.close()
        published.close()
    }

    /// What the store holds now.
    public func statistics() async -> StoreStatistics {
        await writer?.currentStatistics(cacheBytes: cache.bytes) ?? StoreStatistics()
    }

    /// Seals a tail that is older than `sealAfter` and applies retention. Call it every few seconds.
    public func maintain() async throws(SpanStoreError) {
        try await writer?.maintain()
    }

    /// Seals everything that is in the tail.
    public func seal() async throws(SpanStoreError) {
        try await writer?.sealAll()
    }
}

extension SpanStore: SpanSink {
    public func append(_ request: ExportRequest) async throws(ExportRefusal) -> ExportReceipt {
        guard let writer else { throw .overloaded("the span store is open for reading only", retryAfterSeconds: 60) }
        let bytes = request.body.count
        guard budget.take(bytes) else {
            throw .overloaded("too many requests wait for the disk", retryAfterSeconds: 1)
        }
        defer { budget.give(bytes) }
        let export: PreparedExport
        do throws(OTLPError) {
            export = try PreparedExport(request)
        } catch {
            throw .malformed(error.message)
        }
        return try await writer.submit(export).get()
    }
}

extension SpanStore: SpanSource {
    public var backend: String { "spans.db" }

    public func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable {
        try await engine.run(query, published.read())
    }

    public func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch {
        try await engine.spans(selection, published.read())
    }

    public func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch {
        try await engine.events(selection, published.read())
    }

    public func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch {
        try await engine.trace(id, published.read())
    }

    public func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary] {
        try await engine.fields(request, published.read())
    }

    public func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts {
        try await engine.compare(request, published.read())
    }

    public func coverage() async throws(SpanSourceError) -> TimeRange? {
        let snapshot = try published.read()
        let groups = snapshot.spans + snapshot.events
        guard let first = groups.first else { return nil }
        let low = groups.reduce(first.times.lowerBound) { min($0, $1.times.lowerBound) }
        let high = groups.reduce(first.times.upperBound) { max($0, $1.times.upperBound) }
        return TimeRange(
            start: Timestamp(nanoseconds: low), end: Timestamp(nanoseconds: high == .max ? high : high + 1))
    }
}
