public import SpanSources
public import Telemetry

/// The windows of a running daemon: kept between looks, so that a look reads only what is new.
///
/// A bucket is read again while it is young, since exporters send late; after that it stands. The first look after a
/// start reads them all from the source.
public actor RollingWindows {
    private let reader: WindowReader
    /// How many of the newest known buckets are read again.
    private let rereadBuckets: Int
    private var windows: OperationWindows?
    /// What had arrived when the source was last read.
    private var lastArrivals: UInt64?

    /// Makes windows that have read nothing yet.
    public init(_ reader: WindowReader, rereadBuckets: Int = 3) {
        self.reader = reader
        self.rereadBuckets = rereadBuckets
    }

    /// The windows as of `now`; nil where no bucket ended since the last call.
    ///
    /// - Throws: what the source throws; the next call reads what this one did not.
    public func next(at now: Timestamp) async throws(SpanSourceError) -> OperationWindows? {
        let end = reader.end(at: now)
        if let windows, windows.end >= end { return nil }
        let start = try await reader.start(before: end)
        var known = windows
        if let old = known, old.end < start || old.start > start { known = nil }
        let arrivals = try await reader.source.arrivals()
        let fresh: OperationWindows
        if let known, try await nothingIsNew(to: known, arrivals) {
            fresh = reader.empty(TimeRange(start: known.end, end: end))
        } else {
            let from = known.map { max(start, $0.end - $0.bucket * rereadBuckets) } ?? start
            fresh = try await reader.read(TimeRange(start: from, end: end), now: now)
            lastArrivals = arrivals
        }
        let result = known?.carriedOn(from: start, with: fresh) ?? fresh
        windows = result
        return result
    }

    /// Whether nothing arrived since the source was last read, and nothing it holds lies after what is known: then the new
    /// buckets are empty, and silence is seen without reading anything.
    private func nothingIsNew(
        to known: OperationWindows, _ arrivals: UInt64?
    ) async throws(SpanSourceError) -> Bool {
        guard let arrivals, arrivals == lastArrivals else { return false }
        guard let covered = try await reader.source.coverage() else { return true }
        return covered.end <= known.end
    }
}

extension OperationWindows {
    /// The end of the newest bucket.
    public var end: Timestamp { range(bucketCount..<bucketCount).start }
}
