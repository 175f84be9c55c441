public import Telemetry

/// One operation of one build over time.
public struct OperationSeries: Sendable, Equatable {
    public var service: String
    public var operation: String
    public var kind: SpanKind
    /// Nil where the telemetry does not say.
    public var build: String?
    /// Weighted spans per bucket.
    public var counts: [Double]
    /// Weighted spans with status error per bucket.
    public var errors: [Double]
    /// Durations per bucket.
    public var latencies: [LatencySketch]

    /// Makes a series.
    public init(
        service: String, operation: String, kind: SpanKind, build: String? = nil, counts: [Double],
        errors: [Double], latencies: [LatencySketch]
    ) {
        self.service = service
        self.operation = operation
        self.kind = kind
        self.build = build
        self.counts = counts
        self.errors = errors
        self.latencies = latencies
    }
}
