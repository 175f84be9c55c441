public import SpanSources
public import Telemetry

/// The embedded columnar store of spans and events, durable in one SQLite file.
public final class SpanStore: Sendable {
    /// Opens the store, creating the file where there is none, and recovers what was acknowledged but not sealed.
    ///
    /// - Parameters:
    ///   - path: The SQLite file, such as `spans.db`; its `-wal` and `-shm` stand beside it.
    ///   - clock: The time retention and sealing go by.
    /// - Throws: `SpanStoreError`: `.newerFile` where a newer version wrote the file, `.cannotOpen`, `.damaged`.
    public static func open(
        path: String, configuration: StoreConfiguration = StoreConfiguration(),
        clock: @escaping @Sendable () -> Timestamp
    ) throws(SpanStoreError) -> SpanStore {
        throw SpanStoreError(.cannotOpen, "the span store has not landed yet")
    }

    private init() {}

    /// Commits what waits and closes the file; later calls fail with `.closed` or are refused.
    public func close() async {}

    /// What the store holds now.
    public func statistics() async -> StoreStatistics { StoreStatistics() }

    /// Seals an old tail and applies retention. Call it every few seconds.
    public func maintain() async throws(SpanStoreError) {}
}

extension SpanStore: SpanSink {
    public func append(_ request: ExportRequest) async throws(ExportRefusal) -> ExportReceipt {
        throw .overloaded("the span store has not landed yet", retryAfterSeconds: 60)
    }
}

extension SpanStore: SpanSource {
    public var backend: String { "spans.db" }

    public func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable { throw Self.absent }
    public func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch { throw Self.absent }
    public func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch { throw Self.absent }
    public func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch { throw Self.absent }
    public func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary] { throw Self.absent }
    public func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts { throw Self.absent }
    public func coverage() async throws(SpanSourceError) -> TimeRange? { throw Self.absent }

    private static var absent: SpanSourceError { SpanSourceError(.backend, "the span store has not landed yet") }
}
