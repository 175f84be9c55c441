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
    /// One per caller and callee operation.
    public var edges: [EdgeSeries]

    /// Makes windows; every series has a value per bucket.
    public init(
        start: Timestamp, bucket: Duration, bucketCount: Int, windowBuckets: Int,
        operations: [OperationSeries] = [], events: [EventSeries] = [], edges: [EdgeSeries] = []
    ) {
        self.start = start
        self.bucket = bucket
        self.bucketCount = bucketCount
        self.windowBuckets = min(windowBuckets, bucketCount)
        self.operations = operations
        self.events = events
        self.edges = edges
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

/// One log template or exception type of one service over time.
public struct EventSeries: Sendable, Equatable {
    public var service: String
    /// What makes records alike: `exception.type`, `logger#line`, or the masked text.
    public var template: String
    /// OTLP severity number; 17 and above are errors.
    public var severity: UInt8
    /// Records per bucket.
    public var counts: [Double]

    /// Makes a series.
    public init(service: String, template: String, severity: UInt8, counts: [Double]) {
        self.service = service
        self.template = template
        self.severity = severity
        self.counts = counts
    }
}

/// Calls from one operation to another over time.
public struct EdgeSeries: Sendable, Equatable {
    public var callerService: String
    public var callerOperation: String
    public var service: String
    public var operation: String
    /// Calls per bucket.
    public var counts: [Double]
    /// Spans of the calling operation per bucket.
    public var callerCounts: [Double]

    /// Makes a series.
    public init(
        callerService: String, callerOperation: String, service: String, operation: String, counts: [Double],
        callerCounts: [Double]
    ) {
        self.callerService = callerService
        self.callerOperation = callerOperation
        self.service = service
        self.operation = operation
        self.counts = counts
        self.callerCounts = callerCounts
    }
}
