public import Telemetry

/// One span of a test, written by hand; `SpanBatch.init(_:)` makes columns of several.
public struct TestSpan: Sendable {
    public var trace: UInt64
    public var id: UInt64
    public var parent: UInt64
    /// Milliseconds since the Unix epoch.
    public var start: Double
    /// Milliseconds.
    public var duration: Double
    public var service: String
    public var name: String
    public var kind: SpanKind
    public var status: SpanStatus
    public var message: String
    public var attributes: [String: AttributeValue]
    public var resource: [String: AttributeValue]
    public var weight: Float

    /// Makes a span.
    public init(
        trace: UInt64 = 1, id: UInt64, parent: UInt64 = 0, start: Double = 0, duration: Double = 1,
        service: String = "cart", name: String = "GET /cart", kind: SpanKind = .server, status: SpanStatus = .unset,
        message: String = "", _ attributes: [String: AttributeValue] = [:],
        resource: [String: AttributeValue] = [:], weight: Float = 1
    ) {
        self.trace = trace
        self.id = id
        self.parent = parent
        self.start = start
        self.duration = duration
        self.service = service
        self.name = name
        self.kind = kind
        self.status = status
        self.message = message
        self.attributes = attributes
        self.resource = resource
        self.weight = weight
    }
}

extension SpanBatch {
    /// Columns of hand-written spans.
    public init(_ spans: [TestSpan]) {
        self.init()
        traceIDs = spans.map { TraceID(high: 0, low: $0.trace) }
        spanIDs = spans.map { SpanID($0.id) }
        parentIDs = spans.map { SpanID($0.parent) }
        startNanoseconds = spans.map { Int64($0.start * 1e6) }
        durationNanoseconds = spans.map { Int64($0.duration * 1e6) }
        kinds = spans.map(\.kind)
        statuses = spans.map(\.status)
        services = StringColumn(spans.map(\.service))
        names = StringColumn(spans.map(\.name))
        statusMessages = StringColumn(spans.map(\.message))
        weights = spans.map(\.weight)
        attributes = AttributeColumn.columns(
            spans.map { span in
                var all: [AttributeName: AttributeValue] = [:]
                for (key, value) in span.attributes { all[AttributeName(.span, key)] = value }
                for (key, value) in span.resource { all[AttributeName(.resource, key)] = value }
                return all
            })
    }
}

extension AttributeColumn {
    /// Columns of the attributes of each row.
    public static func columns(_ rows: [[AttributeName: AttributeValue]]) -> [AttributeColumn] {
        var found: [AttributeName: [String: (rows: [UInt32], values: [AttributeValue])]] = [:]
        for (row, attributes) in rows.enumerated() {
            for (name, value) in attributes {
                found[name, default: [:]][value.typeName, default: ([], [])].rows.append(UInt32(row))
                found[name, default: [:]][value.typeName, default: ([], [])].values.append(value)
            }
        }
        return found.sorted { $0.key < $1.key }.flatMap { name, types in
            types.sorted { $0.key < $1.key }.map { _, column in
                AttributeColumn(name: name, rows: column.rows, values: AttributeValues(column.values))
            }
        }
    }
}

extension AttributeValues {
    /// Typed values; all of one type.
    init(_ values: [AttributeValue]) {
        switch values.first {
        case .integer: self = .integers(values.compactMap { if case .integer(let value) = $0 { value } else { nil } })
        case .double: self = .doubles(values.compactMap { if case .double(let value) = $0 { value } else { nil } })
        case .boolean: self = .booleans(values.compactMap { if case .boolean(let value) = $0 { value } else { nil } })
        case .composite: self = .composites(StringColumn(values.map(\.description)))
        case .string, nil: self = .strings(StringColumn(values.map(\.description)))
        }
    }
}

extension AttributeValue {
    /// The word `FieldSummary.types` uses.
    var typeName: String {
        switch self {
        case .string: "string"
        case .integer: "integer"
        case .double: "double"
        case .boolean: "boolean"
        case .composite: "composite"
        }
    }
}
