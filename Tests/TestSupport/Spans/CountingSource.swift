public import SpanSources
import Synchronization
public import Telemetry

/// A source that counts what is asked of it, and says that something arrived where a test says so.
public final class CountingSource: SpanSource {
    public let backend = "counting"
    private let held: Mutex<InMemorySpanSource>
    private let state = Mutex((reads: 0, comparisons: 0, arrivals: UInt64(0)))

    /// Makes a source over hand-written spans.
    public init(_ spans: [TestSpan]) { held = Mutex(InMemorySpanSource(spans)) }

    /// Says that rows arrived, after which it holds these.
    public func arrive(_ spans: [TestSpan]) {
        held.withLock { $0 = InMemorySpanSource(spans) }
        arrive()
    }

    private var source: InMemorySpanSource { held.withLock { $0 } }

    /// Queries for rows or aggregates so far.
    public var reads: Int { state.withLock { $0.reads } }

    /// Comparisons of all attributes so far.
    public var comparisons: Int { state.withLock { $0.comparisons } }

    /// Says that rows arrived.
    public func arrive() { state.withLock { $0.arrivals += 1 } }

    private func read() { state.withLock { $0.reads += 1 } }

    public func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable {
        read()
        return try await source.run(query)
    }

    public func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch {
        read()
        return try await source.spans(selection)
    }

    public func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch {
        read()
        return try await source.events(selection)
    }

    public func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch { try await source.trace(id) }

    public func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary] {
        try await source.fields(request)
    }

    public func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts {
        state.withLock { $0.comparisons += 1 }
        return try await source.compare(request)
    }

    public func coverage() async throws(SpanSourceError) -> TimeRange? { try await source.coverage() }

    public func arrivals() async throws(SpanSourceError) -> UInt64? { state.withLock { $0.arrivals } }
}
