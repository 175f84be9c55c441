/// What became of one operation from one build to another.
public struct OperationChange: Hashable, Sendable {
    public var operation: Operation
    /// nil where the operation did not occur on that side.
    public var before: OperationMeasure?
    public var after: OperationMeasure?
    public var verdict: Verdict
    /// Failed share after minus before, its 95 % interval (Newcombe), and the adjusted p-value.
    public var errorDifference: Estimate?
    /// Cliff's delta of the durations in -1...1, positive where it became slower, and the adjusted p-value.
    public var latencyEffect: Estimate?
    /// Calls per trace, after over before; nil where either is absent.
    public var fanOutRatio: Double?
    /// The smallest rise of the failed share that these numbers would have shown (80 % power).
    public var smallestErrorRise: Double?
    /// The smallest Cliff's delta that these numbers would have shown (80 % power).
    public var smallestLatencyEffect: Double?

    /// What the numbers say.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case regressed, improved, unchanged, appeared, vanished
        /// Too few spans on a side to say anything.
        case tooFew
    }

    /// A difference with its uncertainty.
    public struct Estimate: Hashable, Sendable {
        public var value: Double
        public var interval: ClosedRange<Double>
        /// Adjusted for everything that was tested in the comparison.
        public var probability: Double
    }

    /// Which of its measures moved: `errors`, `latency`, `fan-out`; empty where nothing did.
    public var moved: [String]
}
