import Analysis
public import SpanSources
public import Telemetry

/// Reads what detectors look at from a span source, bucket by bucket: two aggregate queries and, for ways and work, a
/// bounded number of whole spans.
public struct WindowReader: Sendable {
    public var source: any SpanSource
    public var bucket: Duration
    /// How far the ends of buckets lie behind whole multiples of their length.
    public var offset = Duration.zero
    /// How many buckets are kept.
    public var bucketCount: Int
    /// How many of the newest are the window.
    public var windowBuckets: Int
    /// How long after its end a bucket is judged: exporters send in batches, and a trace whose children are still under
    /// way looks as if it ended early.
    public var settling: Duration
    /// About this many spans of a bucket are read whole, and as many events; 0 for none.
    public var traceRows: Int
    /// Only telemetry that meets this, such as one environment's.
    public var filter: Predicate

    /// Makes a reader; two half-minute buckets see a fault within a minute and a half.
    public init(
        source: any SpanSource, bucket: Duration = .seconds(30), bucketCount: Int = 120, windowBuckets: Int = 2,
        settling: Duration = .seconds(10), traceRows: Int = 50_000, filter: Predicate = .all
    ) {
        self.source = source
        self.bucket = bucket
        self.bucketCount = bucketCount
        self.windowBuckets = windowBuckets
        self.settling = settling
        self.traceRows = traceRows
        self.filter = filter
    }

    /// The end of the newest bucket that is settled at `now`.
    public func end(at now: Timestamp) -> Timestamp { aligned(now - settling) }

    /// The first bucket to keep where `end` is the newest one's end: as far back as there is data, at most
    /// `bucketCount` buckets.
    func start(before end: Timestamp) async throws(SpanSourceError) -> Timestamp {
        let earliest = end - bucket * bucketCount
        guard let covered = try await source.coverage(), covered.start > earliest else { return earliest }
        return min(end, aligned(covered.start + bucket - .nanoseconds(1)))
    }

    /// Reads all buckets of a range that are known at `now`.
    ///
    /// - Throws: what the source throws.
    package func read(_ range: TimeRange, now: Timestamp) async throws(SpanSourceError) -> OperationWindows {
        var windows = empty(range)
        let count = windows.bucketCount
        guard count > 0 else { return windows }
        windows.operations = try await operations(windows)
        windows.events = try await events(windows)
        guard traceRows > 0 else { return windows }
        var traces: OperationWindows?
        for place in 0..<count {
            let spans = windows.operations.reduce(0) { $0 + $1.counts[place] }
            let next = try await self.traces(
                in: windows.range(place..<place + 1), holding: spans, limit: min(traceRows, Self.rowsPerRead / count),
                now)
            traces = traces?.carriedOn(from: range.start, with: next) ?? next
        }
        windows.flows = traces?.flows ?? []
        windows.work = traces?.work ?? []
        windows.spansPerRow = traces?.spansPerRow ?? [:]
        return windows
    }

    /// The buckets of a range in which nothing was seen.
    func empty(_ range: TimeRange) -> OperationWindows {
        OperationWindows(
            start: range.start, bucket: bucket,
            bucketCount: Int(range.duration.wholeNanoseconds / max(1, bucket.wholeNanoseconds)),
            windowBuckets: windowBuckets)
    }

    private func aligned(_ time: Timestamp) -> Timestamp {
        let step = max(1, bucket.wholeNanoseconds)
        let offset = offset.wholeNanoseconds
        return Timestamp(nanoseconds: (time.nanoseconds - offset) / step * step + offset)
    }

    /// Sources cut time at whole multiples of a bucket; shorter ones fit into buckets that are cut elsewhere.
    private var resolution: Duration {
        var (rest, step) = (offset.wholeNanoseconds, bucket.wholeNanoseconds)
        while rest != 0 { (rest, step) = (step % rest, rest) }
        return .nanoseconds(step)
    }

    private func operations(_ windows: OperationWindows) async throws(SpanSourceError) -> [OperationSeries] {
        let table = try await source.run(
            SpanQuery(
                range: windows.range(0..<windows.bucketCount), filter: filter,
                groups: [
                    .field(.intrinsic(.service)), .field(.intrinsic(.name)), .field(.intrinsic(.kind)), .field(.build),
                    .time(bucket: resolution),
                    .logarithm(.intrinsic(.duration), perOctave: LatencySketch.classesPerOctave),
                ],
                aggregates: [.count, .countWhere(.isError, named: "errors")], limit: 1_500_000))
        var builder = OperationSeriesBuilder(windows, resolution: resolution)
        for row in 0..<table.rowCount { builder.add(row, of: table) }
        return builder.series
    }

    private func events(_ windows: OperationWindows) async throws(SpanSourceError) -> [EventSeries] {
        let batch = try await source.events(
            RowSelection(
                range: windows.range(0..<windows.bucketCount), filter: filter.and(EventTemplates.isError),
                attributes: .keys(EventTemplates.keys), limit: 50_000))
        return EventTemplates.rows(batch, start: windows.start, bucket: bucket, buckets: windows.bucketCount).map {
            EventSeries(service: $0.service, template: $0.template, severity: 17, counts: $0.counts)
        }
    }

    /// Spans read whole at once: the first look of a process reads all buckets, and has to end soon.
    static let rowsPerRead = 1_000_000
}
