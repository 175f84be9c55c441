/// How long one kind of work took over time: an operation's own time, or the gap between a call and its answer's work.
///
/// Cost that moved from a callee to its caller's waiting shows once, in the callee.
public struct WorkSeries: Sendable, Equatable {
    /// Whose work it is: the service that worked, or the one that was called.
    public var service: String
    public var operation: String
    /// The service and operation that waited, where the work is a gap; nil for own time.
    public var caller: String?
    public var callerOperation: String?
    /// Durations per bucket.
    public private(set) var latencies: [LatencySketch]
    /// The shape of each bucket's durations, kept because looks outnumber changes by far.
    private(set) var profiles: [LatencyProfile?]

    /// Makes a series.
    public init(
        service: String, operation: String, caller: String? = nil, callerOperation: String? = nil,
        latencies: [LatencySketch]
    ) {
        self.service = service
        self.operation = operation
        self.caller = caller
        self.callerOperation = callerOperation
        self.latencies = latencies
        profiles = latencies.map { LatencyProfile($0) }
    }

    /// Adds another series' durations, bucket by bucket.
    mutating func add(_ other: WorkSeries) {
        for bucket in latencies.indices where bucket < other.latencies.count {
            latencies[bucket].merge(other.latencies[bucket])
            profiles[bucket] = LatencyProfile(latencies[bucket])
        }
    }

    mutating func take(_ old: Self?, _ new: Self?, _ cut: BucketCut) {
        latencies = cut.values(old?.latencies, new?.latencies, empty: LatencySketch())
        profiles = cut.values(old?.profiles, new?.profiles, empty: nil)
    }

    /// The work in words, such as `stock Get` or `the call from web Get / to stock Get`.
    var words: String {
        guard let caller, let callerOperation else { return "\(service) \(operation)" }
        return "the call from \(caller) \(callerOperation) to \(service) \(operation)"
    }
}
