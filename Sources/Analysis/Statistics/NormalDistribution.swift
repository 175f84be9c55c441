import Glibc

/// The standard normal distribution.
public enum NormalDistribution {
    /// The two-sided 95 % quantile.
    public static let quantile95 = 1.959963984540054

    /// Probability of a value above `z`.
    public static func upperTail(_ z: Double) -> Double { 0.5 * erfc(z / 2.0.squareRoot()) }

    /// Probability of a value at least as far from zero as `z`, on either side.
    public static func twoSided(_ z: Double) -> Double { min(1, 2 * upperTail(abs(z))) }
}
