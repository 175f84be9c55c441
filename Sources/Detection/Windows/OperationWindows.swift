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

    /// Makes windows; every series has a value per bucket.
    public init(
        start: Timestamp, bucket: Duration, bucketCount: Int, windowBuckets: Int,
        operations: [OperationSeries] = [], events: [EventSeries] = [], flows: [FlowSeries] = []
    ) {
        self.start = start
        self.bucket = bucket
        self.bucketCount = bucketCount
        self.windowBuckets = min(windowBuckets, bucketCount)
        self.operations = operations
        self.events = events
        self.flows = flows
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

/// How often one step inside spans of an operation followed another, over time.
///
/// Steps are words: `the start`, `the call to cart GetCart`, `the line orders.Service#31`, `the end`.
public struct FlowSeries: Sendable, Equatable {
    public var service: String
    public var operation: String
    public var from: String
    public var to: String
    /// Where flows newly end right after a call, the service that was called.
    public var callee: String?
    /// Times the step followed, per bucket.
    public var counts: [Int]
    /// Times anything followed, per bucket.
    public var contextCounts: [Int]

    /// Makes a series.
    public init(
        service: String, operation: String, from: String, to: String, callee: String? = nil, counts: [Int],
        contextCounts: [Int]
    ) {
        self.service = service
        self.operation = operation
        self.from = from
        self.to = to
        self.callee = callee
        self.counts = counts
        self.contextCounts = contextCounts
    }
}
