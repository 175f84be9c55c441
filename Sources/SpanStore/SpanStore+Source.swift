public import SpanSources
public import Telemetry

extension SpanStore: SpanSource {
    public var backend: String { "spans.db" }

    public func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable {
        try await engine.run(query, snapshot())
    }

    public func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch {
        try await engine.spans(selection, snapshot())
    }

    public func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch {
        try await engine.events(selection, snapshot())
    }

    public func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch {
        try await engine.trace(id, snapshot())
    }

    public func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary] {
        try await engine.fields(request, snapshot())
    }

    public func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts {
        try await engine.compare(request, snapshot())
    }

    public func arrivals() async throws(SpanSourceError) -> UInt64? {
        if case .writer(_, _, let published) = origin { published.replacements } else { nil }
    }

    public func coverage() async throws(SpanSourceError) -> TimeRange? {
        let snapshot = try self.snapshot()
        let groups = snapshot.spans + snapshot.events
        guard let first = groups.first else { return nil }
        let low = groups.reduce(first.times.lowerBound) { min($0, $1.times.lowerBound) }
        let high = groups.reduce(first.times.upperBound) { max($0, $1.times.upperBound) }
        return TimeRange(
            start: Timestamp(nanoseconds: low), end: Timestamp(nanoseconds: high == .max ? high : high + 1))
    }
}
