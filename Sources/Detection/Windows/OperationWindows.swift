public import Telemetry

/// What detectors look at: counts, errors and latencies per operation, build and bucket of time, as columns.
///
/// Buckets are equally long and aligned; the newest `windowBuckets` are the window, those before are the baseline.
public struct OperationWindows: Sendable, Equatable {
    /// Start of the first bucket.
    public var start: Timestamp
    /// Length of one bucket.
    public var bucket: Duration
    /// How many buckets there are.
    public var bucketCount: Int
    /// How many of the newest buckets are in question.
    public var windowBuckets: Int
    /// One per service, operation, span kind and build.
    public var operations: [OperationSeries]
    /// One per service and log template or exception type.
    public var events: [EventSeries]
    /// One per transition between steps inside spans; empty where whole spans were not read.
    public var flows: [FlowSeries]
    /// One per kind of work; empty where whole spans were not read.
    public var work: [WorkSeries]
    /// How many spans a kept span of a service stands for, where that is more than one: counts are weighted, but
    /// evidence is only what was kept.
    public var spansPerRow: [String: Double] = [:]

    /// Makes windows; every series has a value per bucket.
    public init(
        start: Timestamp, bucket: Duration, bucketCount: Int, windowBuckets: Int,
        operations: [OperationSeries] = [], events: [EventSeries] = [], flows: [FlowSeries] = [],
        work: [WorkSeries] = []
    ) {
        self.start = start
        self.bucket = bucket
        self.bucketCount = bucketCount
        self.windowBuckets = min(windowBuckets, bucketCount)
        self.operations = operations
        self.events = events
        self.flows = flows
        self.work = work
    }

    /// The buckets in question.
    public var window: Range<Int> { bucketCount - windowBuckets..<bucketCount }

    /// The buckets they are held against.
    public var baseline: Range<Int> { 0..<bucketCount - windowBuckets }

    /// The range of time of some buckets.
    public func range(_ buckets: Range<Int>) -> TimeRange {
        TimeRange(start: start + bucket * buckets.lowerBound, end: start + bucket * buckets.upperBound)
    }
}
