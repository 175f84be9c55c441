public import Telemetry

/// A span source that leaves out the rows of one service, except where a query names it.
///
/// whyd keeps spans of its own work beside those it watches; without this it would investigate itself.
public struct SpanSourceWithoutService: SpanSource {
    private let source: any SpanSource
    private let service: String

    /// Wraps a source.
    public init(_ source: any SpanSource, hiding service: String) {
        self.source = source
        self.service = service
    }

    public var backend: String { source.backend }

    public func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable {
        var query = query
        query.filter = others(query.filter)
        return try await source.run(query)
    }

    public func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch {
        try await source.spans(others(selection))
    }

    public func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch {
        try await source.events(others(selection))
    }

    public func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch { try await source.trace(id) }

    public func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary] {
        var request = request
        request.filter = others(request.filter)
        return try await source.fields(request)
    }

    public func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts {
        var request = request
        let isNamed = request.selection.filter.names(service) || request.baseline.filter.names(service)
        if !isNamed {
            request.selection.filter = others(request.selection.filter)
            request.baseline.filter = others(request.baseline.filter)
        }
        return try await source.compare(request)
    }

    public func coverage() async throws(SpanSourceError) -> TimeRange? { try await source.coverage() }

    public func arrivals() async throws(SpanSourceError) -> UInt64? { try await source.arrivals() }

    private func others(_ filter: Predicate) -> Predicate {
        filter.names(service) ? filter : filter.and(.not(.service(service)))
    }

    private func others(_ selection: RowSelection) -> RowSelection {
        var selection = selection
        // Rows of named traces were found before and are asked for as they are.
        if selection.traces == nil { selection.filter = others(selection.filter) }
        return selection
    }
}

extension Predicate {
    /// Whether a service's name stands anywhere in it.
    fileprivate func names(_ service: String) -> Bool {
        switch self {
        case .compare(.intrinsic(.service), _, let value): value == .string(service)
        case .isIn(.intrinsic(.service), let values): values.contains(.string(service))
        case .and(let parts), .or(let parts): parts.contains { $0.names(service) }
        case .not(let part), .hasRelative(_, let part): part.names(service)
        case .all, .compare, .isIn, .matches, .exists: false
        }
    }
}
