import Glibc

/// Buckets of equal ratio: bucket `i` holds `2^(i/perOctave) ≤ x < 2^((i+1)/perOctave)`.
struct LogarithmicScale {
    private let perOctave: Int
    /// Lower bounds of the buckets of the octave from 1 to 2.
    private let steps: [Double]

    init(perOctave: Int) {
        self.perOctave = perOctave
        steps = (0..<perOctave).map { pow(2, Double($0) / Double(perOctave)) }
    }

    /// The bucket of the least positive number, and how many buckets there are up to that of infinity.
    var leastBucket: Int { -1074 * perOctave }
    var bucketCount: Int { (1024 + 1074) * perOctave + 1 }

    /// The bucket of a positive number.
    @inline(__always)
    func bucket(_ value: Double) -> Int {
        let exponent = Int(truncatingIfNeeded: value.bitPattern >> 52) &- 1023
        guard exponent > -1023, exponent < 1024 else { return unusualBucket(value) }
        guard perOctave > 1 else { return exponent }
        return exponent &* perOctave &+ step(Double(bitPattern: value.bitPattern & (1 << 52 - 1) | 1023 << 52))
    }

    /// The bucket of a number too small to have a full significand, or of infinity.
    private func unusualBucket(_ value: Double) -> Int {
        value.isFinite ? Int(value.exponent) * perOctave + step(value.significand) : 1024 * perOctave
    }

    /// The bucket of a significand within its octave.
    private func step(_ significand: Double) -> Int {
        var (low, high) = (0, perOctave)
        while high &- low > 1 {
            let middle = (low &+ high) / 2
            if significand < steps[middle] { high = middle } else { low = middle }
        }
        return low
    }

    /// The least number in a bucket.
    func lowerBound(_ bucket: Int) -> Double {
        let octave = Int((Double(bucket) / Double(perOctave)).rounded(.down))
        return scalbn(steps[bucket - octave * perOctave], octave)
    }
}
