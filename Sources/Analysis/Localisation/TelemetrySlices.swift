import Telemetry

/// Telemetry cut into the window in question and equally long slices of the baseline.
///
/// Slices matter more than the sum: the median over slices is not moved by one bad minute among the good ones, and
/// their spread says how much an operation moves by itself.
struct TelemetrySlices {
    let spans: SpanBatch
    let events: EventBatch
    let forest: TraceForest
    let operations: OperationTable
    /// The slice of each span row: 0 is the window, 1... the baseline's slices, nil outside both.
    let sliceOfSpan: [Int?]
    /// The slice of each event row.
    let sliceOfEvent: [Int?]
    /// How many baseline slices hold spans.
    let baselineSlices: Int

    init(
        _ telemetry: TelemetryBatch, _ forest: TraceForest? = nil, window: TimeRange, baseline: TimeRange,
        slice: Duration
    ) {
        spans = telemetry.spans
        events = telemetry.events
        self.forest = forest ?? TraceForest(telemetry.spans)
        operations = OperationTable(telemetry.spans)
        let nanoseconds = max(1, slice.wholeNanoseconds)
        let count = max(1, Int((baseline.duration.wholeNanoseconds + nanoseconds - 1) / nanoseconds))
        func place(_ time: Int64) -> Int? {
            if window.contains(Timestamp(nanoseconds: time)) { return 0 }
            guard baseline.contains(Timestamp(nanoseconds: time)) else { return nil }
            return 1 + Int((time - baseline.start.nanoseconds) / nanoseconds)
        }
        sliceOfSpan = telemetry.spans.startNanoseconds.map(place)
        sliceOfEvent = telemetry.events.timeNanoseconds.map(place)
        baselineSlices = count
    }

    /// Whether an event row tells of an error: a log record of severity ERROR or worse, or a recorded exception.
    ///
    /// Source: OpenTelemetry logs data model (17 is ERROR), semantic conventions for exceptions.
    func isError(_ event: Int) -> Bool { events.severities[event] >= 17 || events.names[event] == "exception" }

    /// Which spans failed by what they say themselves: status error, or an error record of their own.
    var failingSpans: [Bool] {
        var failing = spans.statuses.map { $0 == .error }
        let rows = spans.rows(ofTraces: events.traceIDs, spans: events.spanIDs)
        for (event, row) in rows.enumerated() where row >= 0 && events.sources[event] != .link && isError(event) {
            failing[Int(row)] = true
        }
        return failing
    }
}
