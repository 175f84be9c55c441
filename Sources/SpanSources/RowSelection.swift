public import Telemetry

/// Which whole rows to read, and which of their attributes.
public struct RowSelection: Hashable, Sendable {
    public var range: TimeRange
    public var filter: Predicate
    /// Only rows of these traces; nil for any. Lets a caller fetch all spans of traces it found.
    public var traces: Set<TraceID>?
    /// Only rows of the traces in this sample; nil for all.
    public var sample: TraceSample?
    public var attributes: AttributeProjection
    public var order: RowOrder
    /// At most this many rows.
    public var limit: Int

    /// Which attribute columns come along.
    public enum AttributeProjection: Hashable, Sendable {
        case none
        /// These keys, in any scope and spelling.
        case keys([String])
        case all
    }

    /// How rows are sorted before the limit cuts.
    public enum RowOrder: Hashable, Sendable {
        case newestFirst
        case oldestFirst
        /// Longest duration first (spans only; events fall back to newest first).
        case slowestFirst
        /// In no order that means anything; the cheapest, for callers that want all rows and look at them as a whole.
        case unordered
    }

    /// Makes a selection.
    public init(
        range: TimeRange, filter: Predicate = .all, traces: Set<TraceID>? = nil, sample: TraceSample? = nil,
        attributes: AttributeProjection = .none, order: RowOrder = .newestFirst, limit: Int = 1000
    ) {
        self.range = range
        self.filter = filter
        self.traces = traces
        self.sample = sample
        self.attributes = attributes
        self.order = order
        self.limit = limit
    }
}

/// Asks which fields occur.
public struct FieldDiscovery: Hashable, Sendable {
    public var dataset: Dataset
    public var range: TimeRange
    public var filter: Predicate
    /// Only keys that contain this text, case-insensitively; empty for all.
    public var keyContains: String
    /// How many frequent values to give per field.
    public var valuesPerField: Int

    /// Makes a request.
    public init(
        dataset: Dataset = .spans, range: TimeRange, filter: Predicate = .all, keyContains: String = "",
        valuesPerField: Int = 5
    ) {
        self.dataset = dataset
        self.range = range
        self.filter = filter
        self.keyContains = keyContains
        self.valuesPerField = valuesPerField
    }
}

/// One attribute that occurs.
public struct FieldSummary: Hashable, Sendable {
    public var name: AttributeName
    /// `string`, `integer`, `double`, `boolean`, `composite`; several where it was sent with several types.
    public var types: [String]
    /// Rows that have it.
    public var rows: Int
    /// Distinct values; a lower bound past 100 000.
    public var distinct: Int
    /// The most frequent values, most frequent first.
    public var frequent: [ValueCount]

    /// A value and how many rows have it.
    public struct ValueCount: Hashable, Sendable {
        public var value: AttributeValue
        public var rows: Int

        /// Makes a pair.
        public init(value: AttributeValue, rows: Int) {
            self.value = value
            self.rows = rows
        }
    }

    /// Makes a summary.
    public init(name: AttributeName, types: [String], rows: Int, distinct: Int, frequent: [ValueCount]) {
        self.name = name
        self.types = types
        self.rows = rows
        self.distinct = distinct
        self.frequent = frequent
    }
}
