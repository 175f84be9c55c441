public import Telemetry

/// Asks how two sets of rows differ, over every attribute at once.
public struct Comparison: Hashable, Sendable {
    public var dataset: Dataset
    /// The rows in question.
    public var selection: RowSet
    /// The rows they are held against. A row in both sets counts in the selection only.
    public var baseline: RowSet
    /// At most this many values per attribute, most frequent in the selection first; the rest is summed up.
    public var valuesPerAttribute: Int

    /// Rows of a time range that meet a condition.
    public struct RowSet: Hashable, Sendable {
        public var range: TimeRange
        public var filter: Predicate

        /// Makes a set.
        public init(range: TimeRange, filter: Predicate = .all) {
            self.range = range
            self.filter = filter
        }
    }

    /// Makes a request.
    public init(
        dataset: Dataset = .spans, selection: RowSet, baseline: RowSet, valuesPerAttribute: Int = 10_000
    ) {
        self.dataset = dataset
        self.selection = selection
        self.baseline = baseline
        self.valuesPerAttribute = valuesPerAttribute
    }
}

/// The counts a comparison rests on; `Analysis` scores them.
///
/// As in every query, a row counts as many spans as it stands for (its adjusted count), rounded in sums.
public struct ComparisonCounts: Sendable, Equatable {
    /// How many spans the rows of each side stand for, and how many rows a test may take them for.
    public var selection: Size
    public var baseline: Size
    /// One per attribute and per intrinsic with few values (`name`, `service`, `kind`, `status`).
    public var attributes: [AttributeCounts]

    /// Spans that rows of unequal adjusted counts stand for.
    public struct Size: Sendable, Equatable {
        /// The sum of the adjusted counts.
        public private(set) var weight = 0.0
        private var squares = 0.0

        /// Nothing.
        public init() {}

        /// Rows that count once each.
        public init(rows: Int) {
            weight = Double(rows)
            squares = weight
        }

        /// Adds a row.
        public mutating func add(_ adjustedCount: Double) {
            weight += adjustedCount
            squares += adjustedCount * adjustedCount
        }

        /// Adds other rows.
        public mutating func add(_ other: Size) {
            weight += other.weight
            squares += other.squares
        }

        /// How many rows that count once tell as much as these: (sum of w)^2 / sum of w^2 (Kish 1965, "Survey Sampling").
        ///
        /// The number of rows where all count alike, be it once or a hundred times.
        public var effectiveRows: Double {
            squares == weight ? weight : squares > 0 ? weight * weight / squares : 0
        }

        /// What a span counts in a test: 1 where all rows count once.
        public var effectiveShare: Double { weight > 0 ? effectiveRows / weight : 1 }
    }

    /// Spans in the selection and in the baseline.
    public var selectionRows: Int { Int(selection.weight.rounded()) }
    public var baselineRows: Int { Int(baseline.weight.rounded()) }

    /// Makes counts.
    public init(selection: Size, baseline: Size, attributes: [AttributeCounts]) {
        self.selection = selection
        self.baseline = baseline
        self.attributes = attributes
    }

    /// Makes counts of rows that count once each.
    public init(selectionRows: Int, baselineRows: Int, attributes: [AttributeCounts]) {
        self.init(
            selection: Size(rows: selectionRows), baseline: Size(rows: baselineRows), attributes: attributes)
    }
}

/// How often each value of one field occurs on both sides.
public struct AttributeCounts: Sendable, Equatable {
    public var field: Field
    /// Spans that have the field at all.
    public var selectionRows: Int
    public var baselineRows: Int
    /// Distinct values over both sides.
    public var distinct: Int
    /// The values, most frequent in the selection first.
    public var values: [Value]
    /// For numeric fields: both distributions over shared buckets; nil otherwise.
    public var histogram: Histogram?

    /// One value's counts.
    public struct Value: Sendable, Equatable {
        public var value: AttributeValue
        public var selection: Int
        public var baseline: Int

        /// Makes counts.
        public init(value: AttributeValue, selection: Int, baseline: Int) {
            self.value = value
            self.selection = selection
            self.baseline = baseline
        }
    }

    /// Counts per bucket; bucket `i` holds values in `bounds[i] ..< bounds[i + 1]` (the last bound is inclusive).
    public struct Histogram: Sendable, Equatable {
        public var bounds: [Double]
        public var selection: [Int]
        public var baseline: [Int]

        /// Makes a histogram; `bounds` has one element more than the counts.
        public init(bounds: [Double], selection: [Int], baseline: [Int]) {
            self.bounds = bounds
            self.selection = selection
            self.baseline = baseline
        }
    }

    /// Makes counts.
    public init(
        field: Field, selectionRows: Int, baselineRows: Int, distinct: Int, values: [Value], histogram: Histogram? = nil
    ) {
        self.field = field
        self.selectionRows = selectionRows
        self.baselineRows = baselineRows
        self.distinct = distinct
        self.values = values
        self.histogram = histogram
    }
}
