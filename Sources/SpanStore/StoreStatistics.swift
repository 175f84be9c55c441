/// What a span store holds and what it had to leave out.
public struct StoreStatistics: Sendable, Equatable {
    /// Spans that queries see.
    public var spans = 0
    /// Event rows (logs, span events, links) that queries see.
    public var events = 0
    /// Rows not yet sealed into a segment.
    public var tailRows = 0
    /// Sealed segments.
    public var segments = 0
    /// Bytes of the file in use, without free pages.
    public var bytesOnDisk = 0
    /// Bytes of decoded columns in memory.
    public var cacheBytes = 0
    /// Spans and log requests that had been taken before, since the store was opened.
    public var duplicates = 0
    /// Invalid rows that were left out, since the store was opened.
    public var rejectedRows = 0
    /// Requests refused because the disk or the queue was full, since the store was opened.
    public var refusedRequests = 0
    /// Rows dropped by retention, since the store was opened.
    public var retiredRows = 0
    /// The last failure to seal or to drop segments; empty where there was none.
    public var lastError = ""

    /// All zero.
    public init() {}
}
