public import Telemetry

/// Which table a query reads.
public enum Dataset: String, Hashable, Sendable, Codable {
    case spans
    /// Log records, span events and links.
    case events
}

/// One aggregate query: filter, group, aggregate, order, limit.
///
/// The only query model: tools' JSON arguments, TraceQL and whyd's own code all become this.
public struct SpanQuery: Hashable, Sendable {
    public var dataset: Dataset
    /// Rows whose start (or event time) lies inside.
    public var range: TimeRange
    public var filter: Predicate
    public var groups: [Grouping]
    public var aggregates: [Aggregate]
    /// Only groups that have no row in the range before this time; nil for all. Tells which values are new.
    public var newSince: Timestamp?
    /// Which output column to sort by, largest first or smallest first. Ties, and queries without an order, sort by
    /// the group columns ascending.
    public var order: Order?
    /// At most this many groups; the table says how many were cut.
    public var limit: Int
    /// Whether quantiles of many rows may be off by 1 % where they could be exact: that takes a second look at the rows.
    public var sketchesQuantiles = false

    /// How the groups are sorted.
    public struct Order: Hashable, Sendable {
        /// The name of an output column.
        public var column: String
        public var descending: Bool

        /// Makes an order.
        public init(column: String, descending: Bool = true) {
            self.column = column
            self.descending = descending
        }
    }

    /// Makes a query.
    public init(
        dataset: Dataset = .spans, range: TimeRange, filter: Predicate = .all, groups: [Grouping] = [],
        aggregates: [Aggregate], newSince: Timestamp? = nil, order: Order? = nil, limit: Int = 1000
    ) {
        self.dataset = dataset
        self.range = range
        self.filter = filter
        self.groups = groups
        self.aggregates = aggregates
        self.newSince = newSince
        self.order = order
        self.limit = limit
    }
}

/// What rows are grouped by; each gives one output column.
public enum Grouping: Hashable, Sendable {
    /// Equal values; rows without the field form one group whose value is null.
    case field(Field)
    /// Buckets of time of equal length, aligned to the Unix epoch; the output is the bucket's start in nanoseconds.
    case time(bucket: Duration)
    /// Buckets of equal ratio over a positive number: bucket `i` holds `2^(i/perOctave) ≤ x < 2^((i+1)/perOctave)`;
    /// the output is the bucket's lower bound.
    case logarithm(Field, perOctave: Int)

    /// The output column's name.
    public var column: String {
        switch self {
        case .field(let field): field.description
        case .time: "time"
        case .logarithm(let field, _): "\(field)_bucket"
        }
    }
}

/// What is computed per group; each gives one output column. Rows weigh their adjusted count.
public enum Aggregate: Hashable, Sendable {
    /// Weighted number of rows.
    case count
    /// Weighted number of rows that also meet a condition, under the given column name.
    case countWhere(Predicate, named: String)
    /// Share of rows (0...1) that also meet a condition, under the given column name.
    case share(Predicate, named: String)
    case sum(Field)
    case average(Field)
    case minimum(Field)
    case maximum(Field)
    /// The q-quantile, 0 < q < 1: linear interpolation between closest ranks (Hyndman-Fan type 7) where exact; a
    /// log-bucket sketch of relative error ≤ 1 % above the store's exactness bound.
    case quantile(Field, Double)
    /// Number of distinct values.
    case distinct(Field)
    /// The value in the row with the earliest time.
    case first(Field)

    /// The output column's name.
    public var column: String {
        switch self {
        case .count: "count"
        case .countWhere(_, let name), .share(_, let name): name
        case .sum(let field): "sum(\(field))"
        case .average(let field): "avg(\(field))"
        case .minimum(let field): "min(\(field))"
        case .maximum(let field): "max(\(field))"
        case .quantile(let field, let q): "p\(Self.percent(q))(\(field))"
        case .distinct(let field): "distinct(\(field))"
        case .first(let field): "first(\(field))"
        }
    }

    /// `0.99` as `99`, `0.999` as `99.9`.
    private static func percent(_ q: Double) -> String {
        let percent = (q * 1_000_000).rounded() / 10_000
        return percent == percent.rounded() ? String(Int(percent)) : String(percent)
    }
}
