/// The bounds a span store keeps.
public struct StoreConfiguration: Sendable, Equatable {
    /// Spans and events older than this are dropped, a whole segment at a time; nil keeps them until bytes run out.
    public var retention: Duration?
    /// The file is kept below this size by dropping the oldest segments.
    public var maximumBytes: Int
    /// Bytes of requests that may wait for the disk; past it senders are told to come back (503).
    public var queueBytes: Int
    /// Bytes of decoded columns kept in memory between queries.
    public var cacheBytes: Int
    /// Rows per segment, at most 65 472.
    public var segmentRows: Int
    /// A tail older than this is sealed even if it is small.
    public var sealAfter: Duration
    /// How many of the newest spans a resent span is recognised among.
    public var dedupRows: Int
    /// Up to this many values a quantile is exact; above, it comes from a sketch of relative error at most 1 %.
    public var exactQuantileValues: Int
    /// How many cores a query may use.
    public var parallelism: Int
    /// Queries over fewer rows than this per core use fewer cores.
    public var rowsPerTask = 50_000
    /// Whether an acknowledged request also survives a power cut (an fsync per group commit). Without it, it
    /// survives the end of the process at any instant, but the newest requests can be lost with the machine.
    public var survivesPowerCut: Bool

    /// Makes a configuration; the defaults suit a laptop.
    public init(
        retention: Duration? = .seconds(7 * 86_400), maximumBytes: Int = 20 << 30, queueBytes: Int = 64 << 20,
        cacheBytes: Int = 256 << 20, segmentRows: Int = 65_472, sealAfter: Duration = .seconds(300),
        dedupRows: Int = 262_144, exactQuantileValues: Int = 4_000_000, parallelism: Int = 2,
        survivesPowerCut: Bool = false
    ) {
        self.retention = retention
        self.maximumBytes = maximumBytes
        self.queueBytes = queueBytes
        self.cacheBytes = cacheBytes
        self.segmentRows = max(1, min(segmentRows, 65_472))
        self.sealAfter = sealAfter
        self.dedupRows = dedupRows
        self.exactQuantileValues = exactQuantileValues
        self.parallelism = max(1, parallelism)
        self.survivesPowerCut = survivesPowerCut
    }
}
