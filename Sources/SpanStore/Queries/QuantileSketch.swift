/// Counts per bucket of 1/64 of an octave: a quantile read from it is off by at most 0.8 % of its value.
///
/// A bucket is an exponent and the top six bits of a significand, so that finding one is a shift; the buckets between
/// the least and the greatest that were met lie in one array.
struct QuantileSketch: Sendable {
    private var positive = Buckets()
    private var negative = Buckets()
    private var zero = 0.0

    /// Weights by bucket number, from `base` on.
    private struct Buckets: Sendable {
        var base = 0
        var weights: [Double] = []

        @inline(__always)
        mutating func add(_ bucket: Int, _ weight: Double) {
            if bucket < base || bucket >= base &+ weights.count { cover(bucket) }
            weights[bucket &- base] += weight
        }

        private mutating func cover(_ bucket: Int) {
            if weights.isEmpty {
                base = bucket
                weights = [0]
            } else if bucket < base {
                weights.insert(contentsOf: repeatElement(0, count: base - bucket), at: 0)
                base = bucket
            } else {
                weights.append(contentsOf: repeatElement(0, count: bucket - base - weights.count + 1))
            }
        }

        mutating func merge(_ other: Buckets) {
            for (index, weight) in other.weights.enumerated() where weight > 0 { add(other.base + index, weight) }
        }

        var total: Double { weights.reduce(0, +) }
    }

    @inline(__always)
    mutating func add(_ value: Double, weight: Double) {
        if value > 0 {
            positive.add(Self.bucket(value), weight)
        } else if value < 0 {
            negative.add(Self.bucket(-value), weight)
        } else {
            zero += weight
        }
    }

    mutating func merge(_ other: QuantileSketch) {
        positive.merge(other.positive)
        negative.merge(other.negative)
        zero += other.zero
    }

    /// The quantile; nil where the sketch is empty.
    func quantile(_ q: Double) -> Double? {
        let total = zero + positive.total + negative.total
        guard total > 0 else { return nil }
        let rank = q * max(0, total - 1)
        var passed = 0.0
        for index in negative.weights.indices.reversed() {
            passed += negative.weights[index]
            if passed > rank { return -Self.middle(negative.base + index) }
        }
        passed += zero
        if passed > rank { return 0 }
        for index in positive.weights.indices {
            passed += positive.weights[index]
            if passed > rank { return Self.middle(positive.base + index) }
        }
        return positive.weights.isEmpty ? 0 : Self.middle(positive.base + positive.weights.count - 1)
    }

    @inline(__always)
    private static func bucket(_ value: Double) -> Int { Int(truncatingIfNeeded: value.bitPattern >> 46) }

    private static func middle(_ bucket: Int) -> Double {
        Double(bitPattern: UInt64(bucket) << 46 | 1 << 45)
    }
}
