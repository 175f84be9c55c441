/// Spans as columns: element `i` of every array belongs to row `i`.
///
/// What OTLP produces, what the store keeps, and what a query for whole spans gives back. There is deliberately no
/// type for one span.
public struct SpanBatch: Sendable, Equatable {
    public var traceIDs: [TraceID] = []
    public var spanIDs: [SpanID] = []
    /// `SpanID.none` for a root span.
    public var parentIDs: [SpanID] = []
    /// Nanoseconds since the Unix epoch.
    public var startNanoseconds: [Int64] = []
    /// Nanoseconds, never negative; a span that ends before it starts is kept with 0.
    public var durationNanoseconds: [Int64] = []
    public var kinds: [SpanKind] = []
    public var statuses: [SpanStatus] = []
    /// `service.name`, or `unknown_service` where the resource has none.
    public var services = StringColumn()
    public var names = StringColumn()
    /// The status message, empty where there is none.
    public var statusMessages = StringColumn()
    /// How many spans the row stands for (adjusted count of `tracestate` `ot=th:`); 1 where nothing was sampled.
    public var weights: [Float] = []
    /// The attributes that were asked for; all of them on ingest. Sorted by name.
    public var attributes: [AttributeColumn] = []

    /// An empty batch.
    public init() {}

    /// How many rows there are.
    public var count: Int { spanIDs.count }

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
