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
