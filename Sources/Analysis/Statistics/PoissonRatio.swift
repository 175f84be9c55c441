import Glibc

/// The ratio of two event rates that were counted over different exposures.
///
/// Conditional on the total, the left count is binomial (Przyborowski and Wilenski 1940); its normal approximation gives
/// the p-value, and the log ratio with half a count added on each side the interval.
public struct PoissonRatio: Hashable, Sendable {
    /// Left rate over right rate, with half a count added on each side so that zero is no infinity.
    public var ratio: Double
    /// 95 % interval of the ratio.
    public var interval: ClosedRange<Double>
    /// Two-sided p-value of a ratio of one.
    public var probability: Double

    /// Compares `left` events in `leftExposure` with `right` events in `rightExposure`; exposures are positive.
    ///
    /// - Parameter overdispersion: variance over mean of the counts; at least 1. Real traffic is burstier than Poisson.
    public init(
        left: Double, leftExposure: Double, right: Double, rightExposure: Double, overdispersion: Double = 1
    ) {
        let logRatio = log((left + 0.5) / leftExposure) - log((right + 0.5) / rightExposure)
        let error = (max(1, overdispersion) * (1 / (left + 0.5) + 1 / (right + 0.5))).squareRoot()
        ratio = exp(logRatio)
        let reach = NormalDistribution.quantile95 * error
        interval = exp(logRatio - reach)...exp(logRatio + reach)
        let share = leftExposure / (leftExposure + rightExposure)
        let deviation = (max(1, overdispersion) * (left + right) * share * (1 - share)).squareRoot()
        probability =
            deviation > 0 ? NormalDistribution.twoSided((left - (left + right) * share) / deviation) : 1
    }
}
