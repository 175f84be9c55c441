/// A commit that last changed lines which a failure went through.
public struct BlameVote: Hashable, Sendable {
    public var revision: Revision
    /// How much of the failure's trail it wrote; all votes of a failure add up to 1.
    public var share: Double
    /// Where most of its lines stand.
    public var path: String
    public var line: Int
    /// What led there, such as `frame 1 of the stack trace, Cart.total`.
    public var reason: String
}

/// How much each place on a failure's trail counts; the one table to tune.
public struct TrailWeights: Hashable, Sendable {
    /// The function of the innermost frame in the repository's own code.
    public var frameFunction = 1.0
    /// The very line of that frame.
    public var frameLine = 5.0
    /// Each frame further out counts this much of the one before.
    public var depthDecay = 0.7
    /// A function that the failing test calls, in the file under test.
    public var calledByTest = 0.5
    /// A function whose name is the whole of the failing test's name; a part counts in proportion.
    public var namedByTest = 1.0
    /// A function that the failure's message names.
    public var namedByMessage = 1.0
    /// The rest of the file under test.
    public var fileUnderTest = 0.02

    /// The defaults.
    public init() {}
}
