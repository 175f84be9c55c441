public import SpanSources

/// What a ranking of differences leaves out and how deep it goes.
public struct ComparisonOptions: Sendable {
    /// Fields that define the selection or are known to follow from it, and so explain nothing.
    public var excludedFields: Set<Field>
    /// Fields with more distinct values than this share of all rows are identifiers and are dropped.
    public var identifierShare: Double
    /// A value must be on at least this share of the selection.
    public var minimumSupport: Double
    /// Differences whose adjusted p-value is above are noise.
    public var falseDiscoveryRate: Double
    /// Most conditions that are joined with "and".
    public var depth: Int
    /// Most differences given back.
    public var limit: Int

    /// Makes options; the defaults serve incident windows of hundreds of rows and more.
    public init(
        excludedFields: Set<Field> = [], identifierShare: Double = 0.9, minimumSupport: Double = 0.05,
        falseDiscoveryRate: Double = 0.05, depth: Int = 3, limit: Int = 20
    ) {
        self.excludedFields = excludedFields
        self.identifierShare = identifierShare
        self.minimumSupport = minimumSupport
        self.falseDiscoveryRate = falseDiscoveryRate
        self.depth = depth
        self.limit = limit
    }
}
