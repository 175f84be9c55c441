public import SpanSources
public import Telemetry

/// One way in which the selected rows differ from the baseline: a value, or several values together.
public struct AttributeDifference: Sendable, Equatable {
    /// A field and the value it has.
    public struct Condition: Hashable, Sendable {
        public var field: Field
        public var value: AttributeValue

        /// Makes a condition.
        public init(field: Field, value: AttributeValue) {
            self.field = field
            self.value = value
        }

        /// The condition as a filter.
        public var predicate: Predicate { .compare(field, .equal, value) }
    }

    /// All of these hold together; one to three.
    public var conditions: [Condition]
    /// Rows on each side that meet the conditions, and all rows on each side.
    public var selectionMatches: Int
    public var selectionRows: Int
    public var baselineMatches: Int
    public var baselineRows: Int
    /// Lower 95 % bound of the natural logarithm of the odds ratio: rare values rank down by themselves.
    public var logOddsLowerBound: Double
    /// Adjusted p-value over everything that was tested (Benjamini-Hochberg).
    public var adjustedProbability: Double
    /// Other values that mark (nearly) the same rows.
    public var equivalents: [Condition]
    /// For a numeric field: how far the distributions lie apart (Kolmogorov-Smirnov D, 0...1); nil for a plain value.
    public var distance: Double?
    /// What orders the ranking: larger explains the selection better.
    public var score: Double

    /// Share of the selection that meets the conditions.
    public var support: Double { selectionRows > 0 ? Double(selectionMatches) / Double(selectionRows) : 0 }
    /// Share of the baseline that meets the conditions.
    public var baselineShare: Double { baselineRows > 0 ? Double(baselineMatches) / Double(baselineRows) : 0 }
    /// Share of the rows meeting the conditions that are in the selection.
    public var confidence: Double {
        let all = selectionMatches + baselineMatches
        return all > 0 ? Double(selectionMatches) / Double(all) : 0
    }

    /// Makes a difference.
    public init(
        conditions: [Condition], selectionMatches: Int, selectionRows: Int, baselineMatches: Int, baselineRows: Int,
        logOddsLowerBound: Double, adjustedProbability: Double = 1, equivalents: [Condition] = [],
        distance: Double? = nil, score: Double
    ) {
        self.conditions = conditions
        self.selectionMatches = selectionMatches
        self.selectionRows = selectionRows
        self.baselineMatches = baselineMatches
        self.baselineRows = baselineRows
        self.logOddsLowerBound = logOddsLowerBound
        self.adjustedProbability = adjustedProbability
        self.equivalents = equivalents
        self.distance = distance
        self.score = score
    }
}
