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
