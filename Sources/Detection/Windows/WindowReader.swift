import Analysis
public import SpanSources
public import Telemetry

/// Reads what detectors look at from a span source: two aggregate queries and, for flows, a bounded number of rows.
public struct WindowReader: Sendable {
    public var source: any SpanSource
    public var bucket: Duration
    /// How many buckets are read.
    public var bucketCount: Int
    /// How many of the newest are the window.
    public var windowBuckets: Int
    /// At most this many of the newest spans are read whole for flows; 0 for none.
    public var flowRows: Int
    /// Only telemetry that meets this, such as one environment's.
    public var filter: Predicate

    /// Makes a reader; half-minute buckets see a fault within a minute and a half.
    public init(
        source: any SpanSource, bucket: Duration = .seconds(30), bucketCount: Int = 60, windowBuckets: Int = 2,
        flowRows: Int = 100_000, filter: Predicate = .all
    ) {
        self.source = source
        self.bucket = bucket
        self.bucketCount = bucketCount
        self.windowBuckets = windowBuckets
        self.flowRows = flowRows
        self.filter = filter
    }

    /// Reads the buckets that end at or before `now`; buckets before the source's first data are left out.
    ///
    /// - Throws: what the source throws.
    public func read(until now: Timestamp) async throws(SpanSourceError) -> OperationWindows {
        let step = bucket.wholeNanoseconds
        let end = Timestamp(nanoseconds: now.nanoseconds / step * step)
        var start = end - bucket * bucketCount
        if let covered = try await source.coverage(), covered.start > start {
            start = Timestamp(nanoseconds: (covered.start.nanoseconds + step - 1) / step * step)
        }
        let count = max(0, Int((end - start).wholeNanoseconds / step))
        var windows = OperationWindows(start: start, bucket: bucket, bucketCount: count, windowBuckets: windowBuckets)
        guard count > windowBuckets else { return windows }
        let range = windows.range(0..<count)
        windows.operations = try await operations(windows, range)
        windows.events = try await events(windows, range)
        windows.flows = flowRows > 0 ? try await flows(windows, range) : []
        return windows
    }

    private func operations(
        _ windows: OperationWindows, _ range: TimeRange
    ) async throws(SpanSourceError) -> [OperationSeries] {
        let duration = Field.intrinsic(.duration)
        let table = try await source.run(
            SpanQuery(
                range: range, filter: filter,
                groups: [
                    .field(.intrinsic(.service)), .field(.intrinsic(.name)), .field(.intrinsic(.kind)), .field(.build),
                    .time(bucket: bucket), .logarithm(duration, perOctave: LatencySketch.classesPerOctave),
                ],
                aggregates: [.count, .countWhere(.isError, named: "errors")], limit: 500_000))
        var builder = OperationSeriesBuilder(windows)
        for row in 0..<table.rowCount { builder.add(row, of: table) }
        return builder.series
    }

    private func events(_ windows: OperationWindows, _ range: TimeRange) async throws(SpanSourceError) -> [EventSeries]
    {
        let isError = Predicate.or([
            .compare(.intrinsic(.severity), .greaterOrEqual, .integer(17)), .named("exception"),
        ])
        let batch = try await source.events(
            RowSelection(
                range: range, filter: filter.and(isError),
                attributes: .keys([
                    "code.namespace", "code.function.name", "code.file.path", "code.line.number", "exception.type",
                ]), limit: 50_000))
        return EventTemplates.rows(batch, start: windows.start, bucket: bucket, buckets: windows.bucketCount).map {
            EventSeries(service: $0.service, template: $0.template, severity: 17, counts: $0.counts)
        }
    }

    private func flows(_ windows: OperationWindows, _ range: TimeRange) async throws(SpanSourceError) -> [FlowSeries] {
        var telemetry = TelemetryBatch()
        telemetry.spans = try await source.spans(RowSelection(range: range, filter: filter, limit: flowRows))
        // With more spans than are read, the oldest buckets are cut; they must not look like vanished flows.
        telemetry.events = try await source.events(
            RowSelection(
                range: range, filter: filter,
                attributes: .keys([
                    "code.namespace", "code.function.name", "code.file.path", "code.line.number", "exception.type",
                ]), limit: flowRows))
        return FlowTable(telemetry, start: windows.start, bucket: bucket, buckets: windows.bucketCount).rows.map {
            FlowSeries(
                service: $0.service, operation: $0.operation, from: $0.from, to: $0.to, callee: $0.callee,
                counts: $0.counts, contextCounts: $0.contextCounts)
        }
    }
}
