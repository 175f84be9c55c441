import Glibc

/// Durations as counts per logarithmic class; sketches of different buckets add up.
public struct LatencySketch: Sendable, Equatable {
    /// Classes per doubling; 8 keep a quantile within 4.5 % of the truth.
    public static let classesPerOctave = 8

    /// Weighted spans per class; class `i` holds `2^(i/8) ≤ nanoseconds < 2^((i+1)/8)`.
    public private(set) var counts: [Int: Double]
    /// How many spans there are.
    public private(set) var count: Double

    /// Makes a sketch from counts per class.
    public init(counts: [Int: Double] = [:]) {
        self.counts = counts
        count = counts.values.reduce(0, +)
    }

    /// Adds a duration.
    public mutating func add(nanoseconds: Double, weight: Double = 1) {
        counts[Self.class(of: nanoseconds), default: 0] += weight
        count += weight
    }

    /// Adds another sketch.
    public mutating func merge(_ other: LatencySketch) {
        counts.merge(other.counts, uniquingKeysWith: +)
        count += other.count
    }

    /// The class of a duration; everything below a nanosecond shares the first.
    public static func `class`(of nanoseconds: Double) -> Int {
        nanoseconds < 1 ? 0 : Int((log2(nanoseconds) * Double(classesPerOctave)).rounded(.down))
    }

    /// The `q`-quantile in nanoseconds: the geometric middle of the class it falls into; nil of nothing.
    public func quantile(_ q: Double) -> Double? { quantiles([q]).first }

    /// Several quantiles, in ascending order; empty of nothing.
    public func quantiles(_ shares: [Double]) -> [Double] {
        let total = count
        guard total > 0 else { return [] }
        var result: [Double] = []
        var (passed, last) = (0.0, 0)
        for (position, weight) in counts.sorted(by: { $0.key < $1.key }) {
            passed += weight
            last = position
            while result.count < shares.count, passed >= shares[result.count] * total {
                result.append(Self.middle(of: position))
            }
            if result.count == shares.count { return result }
        }
        return result + Array(repeating: Self.middle(of: last), count: shares.count - result.count)
    }

    /// The geometric middle of a class, in nanoseconds.
    static func middle(of position: Int) -> Double {
        exp2((Double(position) + 0.5) / Double(classesPerOctave))
    }
}
