/// What one operation did on one side.
public struct OperationMeasure: Hashable, Sendable {
    /// Weighted number of spans.
    public var count: Double
    /// Of those, how many failed.
    public var errors: Double
    /// Traces that hold the operation, estimated where only a sample was looked at; 0 where none of them was counted.
    public var traces: Double
    public var latency: LatencyDistribution

    /// Makes a measure.
    public init(count: Double, errors: Double, traces: Double, latency: LatencyDistribution) {
        self.count = count
        self.errors = errors
        self.traces = traces
        self.latency = latency
    }

    /// The failed spans as a share, with its interval.
    public var failures: Proportion { Proportion(min(errors, count), of: count) }

    /// How often a trace that holds the operation does it; nil where traces were not counted.
    public var callsPerTrace: Double? { traces > 0 ? count / traces : nil }
}
