/// What the numbers say about an expectation.
public struct ExpectationOutcome: Hashable, Sendable {
    /// Whether it holds.
    public enum Verdict: String, Hashable, Sendable, CaseIterable { case pass, fail, inconclusive }

    public var expectation: Expectation
    public var verdict: Verdict
    /// The measured value: seconds, share, spans per second or spans; nil where there were no spans.
    public var value: Double?
    /// Spans looked at.
    public var sampleSize: Int
    /// The interval the verdict rests on, which holds at every look (95 %): of the share of spans above a quantile's
    /// limit, of the failed share, or of the rate.
    public var interval: ClosedRange<Double>?
    /// One sentence.
    public var explanation: String
}
