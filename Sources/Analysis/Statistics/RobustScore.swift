/// How unusual a value is against a sample, by median and median absolute deviation.
///
/// Source: Iglewicz and Hoaglin (1993); above 3.5 counts as an outlier.
public struct RobustScore: Hashable, Sendable {
    /// The sample's median.
    public var median: Double
    /// The sample's spread, on the scale of a standard deviation.
    public var spread: Double

    /// Learns from a sample.
    ///
    /// - Parameter floor: the least spread assumed, so that a constant sample does not make every change infinite.
    /// - Returns: nil of an empty sample.
    public init?(_ sample: [Double], floor: Double = 0) {
        guard let median = Quantile.of(sample, 0.5) else { return nil }
        let deviations = sample.map { abs($0 - median) }
        let absolute = (Quantile.of(deviations, 0.5) ?? 0) / 0.6745
        let mean = deviations.reduce(0, +) / Double(sample.count) * 1.2533
        self.median = median
        spread = max(absolute > 0 ? absolute : mean, floor)
    }

    /// Standard deviations above the median; 0 where the sample has no spread and the value is its median.
    public func score(_ value: Double) -> Double {
        if value == median { return 0 }
        return spread > 0 ? (value - median) / spread : (value > median ? .infinity : -.infinity)
    }
}
