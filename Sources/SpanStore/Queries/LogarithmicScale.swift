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

    /// The bucket of a positive finite number.
    func bucket(_ value: Double) -> Int {
        guard value.isFinite else { return 1024 * perOctave }
        let exponent = Int(value.exponent)
        let significand = value.significand
        var step = perOctave - 1
        while step > 0, significand < steps[step] { step -= 1 }
        return exponent * perOctave + step
    }

    /// The least number in a bucket.
    func lowerBound(_ bucket: Int) -> Double {
        let octave = Int((Double(bucket) / Double(perOctave)).rounded(.down))
        return scalbn(steps[bucket - octave * perOctave], octave)
    }
}
