public import Telemetry

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
