public import Telemetry

/// One event row of a test; `EventBatch.init(_:)` makes columns of several.
public struct TestEvent: Sendable {
    public var trace: UInt64
    public var span: UInt64
    /// Milliseconds since the Unix epoch.
    public var time: Double
    public var source: EventSource
    public var severity: UInt8
    public var service: String
    public var name: String
    public var body: String
    public var attributes: [String: AttributeValue]

    /// Makes an event.
    public init(
        trace: UInt64 = 1, span: UInt64 = 0, time: Double = 0, source: EventSource = .spanEvent, severity: UInt8 = 0,
        service: String = "cart", name: String = "", body: String = "", _ attributes: [String: AttributeValue] = [:]
    ) {
        self.trace = trace
        self.span = span
        self.time = time
        self.source = source
        self.severity = severity
        self.service = service
        self.name = name
        self.body = body
        self.attributes = attributes
    }
}

extension EventBatch {
    /// Columns of hand-written events.
    public init(_ events: [TestEvent]) {
        self.init()
        traceIDs = events.map { TraceID(high: 0, low: $0.trace) }
        spanIDs = events.map { SpanID($0.span) }
        timeNanoseconds = events.map { Int64($0.time * 1e6) }
        sources = events.map(\.source)
        severities = events.map(\.severity)
        services = StringColumn(events.map(\.service))
        names = StringColumn(events.map(\.name))
        bodies = StringColumn(events.map(\.body))
        attributes = AttributeColumn.columns(
            events.map { event in
                Dictionary(
                    event.attributes.map { (AttributeName(.span, $0.key), $0.value) }, uniquingKeysWith: { $1 })
            })
    }
}
