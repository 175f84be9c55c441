public import Telemetry

/// Requests of one objective over time, as far back as its longest window reaches.
public struct ObjectiveSeries: Sendable, Equatable {
    public var objective: ServiceLevelObjective
    /// The end of the newest bucket.
    public var end: Timestamp
    /// Length of one bucket.
    public var bucket: Duration
    /// Weighted requests per bucket, oldest first, since telemetry began.
    public var all: [Double]
    /// Those of them that failed or were too slow.
    public var bad: [Double]

    /// Makes a series; both lists are equally long.
    public init(objective: ServiceLevelObjective, end: Timestamp, bucket: Duration, all: [Double], bad: [Double]) {
        self.objective = objective
        self.end = end
        self.bucket = bucket
        self.all = all
        self.bad = bad
    }

    /// The sums over the newest stretch, and how long the telemetry in it reaches.
    func newest(_ length: Duration) -> (all: Double, bad: Double, known: Duration) {
        let buckets = min(all.count, max(1, Int((length / bucket).rounded())))
        return (
            all.suffix(buckets).reduce(0, +), bad.suffix(buckets).reduce(0, +), min(length, bucket * buckets)
        )
    }
}
