/// Where an event row came from.
public enum EventSource: UInt8, Sendable, Codable {
    /// A log record of `/v1/logs`.
    case log = 0
    /// An event inside a span, such as `exception`.
    case spanEvent = 1
    /// A link of a span to another; its target stands in the attributes `link.trace_id` and `link.span_id`.
    case link = 2
}

/// Event rows as columns: log records, span events and span links, kept beside the spans they belong to.
public struct EventBatch: Sendable, Equatable {
    /// `TraceID.none` where a log record names no trace.
    public var traceIDs: [TraceID] = []
    /// `SpanID.none` where a log record names no span.
    public var spanIDs: [SpanID] = []
    /// Nanoseconds since the Unix epoch; a log's observed time where it has no time of its own.
    public var timeNanoseconds: [Int64] = []
    public var sources: [EventSource] = []
    /// OTLP severity number 0-24; 0 where unspecified.
    public var severities: [UInt8] = []
    /// `service.name` of the resource.
    public var services = StringColumn()
    /// The event's name; empty for plain log records.
    public var names = StringColumn()
    /// The log body as text; empty for span events and links.
    public var bodies = StringColumn()
    /// The attributes that were asked for; all of them on ingest. Sorted by name.
    public var attributes: [AttributeColumn] = []

    /// An empty batch.
    public init() {}

    /// How many rows there are.
    public var count: Int { timeNanoseconds.count }

    /// The columns of an attribute, one per type it was sent with.
    public func columns(_ name: AttributeName) -> some Sequence<AttributeColumn> {
        attributes.lazy.filter { $0.name == name }
    }

    /// The value of an attribute in a row; nil where the row lacks it or it was not asked for.
    public func value(_ name: AttributeName, row: Int) -> AttributeValue? {
        for column in columns(name) {
            if let value = column.value(atRow: row) { return value }
        }
        return nil
    }
}

/// What one export request brought: its spans and its event rows.
public struct TelemetryBatch: Sendable, Equatable {
    public var spans = SpanBatch()
    public var events = EventBatch()
    /// Rows that were invalid (such as an all-zero id) and left out, counted for the partial success.
    public var rejectedRows = 0
    /// Why rows were left out, in one sentence; empty where none were.
    public var rejection = ""

    /// An empty batch.
    public init() {}
}
