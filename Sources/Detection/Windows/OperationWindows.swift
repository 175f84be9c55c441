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
    /// One per objective; reaches back much further than these windows.
    public var objectives: [ObjectiveSeries] = []
    /// Whether these are wider than asked for, for what is sparse.
    var isWidened = false
    /// Spans per bucket of operations that are left out of these windows; empty where none are.
    var unlisted: [Double] = []
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

    /// All spans per bucket.
    var traffic: [Double] {
        var sums = unlisted.isEmpty ? Array(repeating: 0.0, count: bucketCount) : unlisted
        for series in operations {
            for bucket in 0..<bucketCount { sums[bucket] += series.counts[bucket] }
        }
        return sums
    }

    /// The buckets in question.
    public var window: Range<Int> { bucketCount - windowBuckets..<bucketCount }

    /// The buckets they are held against.
    public var baseline: Range<Int> { 0..<bucketCount - windowBuckets }

    /// Whether there is history enough to judge: below three minutes or three buckets little is known of what is usual.
    var isWarm: Bool { baseline.count >= 3 && bucket * baseline.count >= Self.leastHistory }

    /// Whether telemetry came in as much of the baseline: after a pause of whyd or of everything, all that comes would be
    /// new. True of windows that hold no spans at all.
    var isKnown: Bool {
        guard !operations.isEmpty else { return true }
        let traffic = traffic
        return bucket * baseline.count { traffic[$0] > 0 } >= min(Self.leastHistory, bucket * baseline.count)
    }

    /// Less than this of a baseline tells little of what is usual.
    static let leastHistory = Duration.seconds(180)

    /// The range of time of some buckets.
    public func range(_ buckets: Range<Int>) -> TimeRange {
        TimeRange(start: start + bucket * buckets.lowerBound, end: start + bucket * buckets.upperBound)
    }
}
