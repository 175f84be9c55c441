import Glibc

/// Durations counted in buckets of equal ratio; 16 to the octave, so a quantile is right to about 4 %.
public struct LatencyDistribution: Hashable, Sendable {
    /// Buckets to a doubling.
    public static let perOctave = 16
    /// Lower bound of a bucket in nanoseconds, and the weighted number of spans in it; ascending.
    public var buckets: [Bucket]

    /// Spans of about one duration.
    public struct Bucket: Hashable, Sendable {
        public var nanoseconds: Double
        public var count: Double

        /// Makes a bucket.
        public init(nanoseconds: Double, count: Double) {
            self.nanoseconds = nanoseconds
            self.count = count
        }
    }

    /// Makes a distribution.
    public init(_ buckets: [Bucket] = []) {
        self.buckets = buckets.sorted { $0.nanoseconds < $1.nanoseconds }
    }

    /// Spans counted.
    public var count: Double { buckets.reduce(0) { $0 + $1.count } }

    /// The `q`-quantile in milliseconds; nil of nothing.
    public func quantile(_ q: Double) -> Double? { value(atRank: q * count) }

    /// The 95 % interval of a quantile in milliseconds, from order statistics: ranks nq ± 1.96 √(nq(1−q)).
    public func interval(_ q: Double) -> ClosedRange<Double>? {
        let total = count
        let reach = NormalDistribution.quantile95 * (total * q * (1 - q)).squareRoot()
        guard let low = value(atRank: max(0, total * q - reach)),
            let high = value(atRank: min(total, total * q + reach))
        else { return nil }
        return low...max(low, high)
    }

    private func value(atRank rank: Double) -> Double? {
        guard let last = buckets.last else { return nil }
        var seen = 0.0
        for bucket in buckets {
            if seen + bucket.count >= rank {
                // Inside a bucket the values are taken to be spread evenly over its logarithm.
                let part = bucket.count > 0 ? min(1, max(0, (rank - seen) / bucket.count)) : 0
                return bucket.nanoseconds * exp2(part / Double(Self.perOctave)) / 1e6
            }
            seen += bucket.count
        }
        return last.nanoseconds / 1e6
    }

    /// Both distributions over the same buckets, for the rank test.
    func paired(with other: LatencyDistribution) -> [(left: Double, right: Double)] {
        var counts: [Double: (left: Double, right: Double)] = [:]
        for bucket in buckets { counts[bucket.nanoseconds, default: (0, 0)].left += bucket.count }
        for bucket in other.buckets { counts[bucket.nanoseconds, default: (0, 0)].right += bucket.count }
        return counts.sorted { $0.key < $1.key }.map(\.value)
    }
}
