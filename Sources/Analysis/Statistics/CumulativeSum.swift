/// The one-sided cumulative sum chart, used to say when a rise began.
///
/// Source: Page (1954); allowance 0.5 and limit 5 standard deviations give a false alarm about every 465 points.
public struct CumulativeSum: Sendable {
    /// Standard deviations a point may lie above the mean without counting.
    public var allowance: Double
    /// The sum at which the chart alarms.
    public var limit: Double

    /// Makes a chart.
    public init(allowance: Double = 0.5, limit: Double = 5) {
        self.allowance = allowance
        self.limit = limit
    }

    /// Makes a chart for a rise that is known to be there: half its size is the best allowance, and what lies below before
    /// it sums up to nothing. One point alone, capped at `largest`, stays below the limit.
    ///
    /// - Parameters:
    ///   - scores: standardised values since about when the rise was noticed.
    ///   - largest: the value that scores are capped at.
    public init(forRiseIn scores: [Double], cappedAt largest: Double) {
        let size = min(largest, Quantile.of(scores, 0.5) ?? 0)
        allowance = max(0.5, size / 2)
        limit = largest + 1.5 - allowance
    }

    /// Where a sustained rise began in standardised values: the point after the sum last stood at zero before its
    /// largest value. Nil where the sum never reached the limit.
    public func onset(in standardised: [Double]) -> Int? {
        var (sum, start) = (0.0, 0)
        var best: (sum: Double, start: Int)?
        for (position, value) in standardised.enumerated() {
            if sum == 0 { start = position }
            sum = max(0, sum + value - allowance)
            if sum >= limit, sum > best?.sum ?? 0 { best = (sum, start) }
        }
        return best?.start
    }
}
