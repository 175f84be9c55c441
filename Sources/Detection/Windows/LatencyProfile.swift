import Analysis
import Glibc

/// The shape of a bucket's durations: the logarithms of three quantiles.
struct LatencyProfile: Sendable, Equatable {
    /// Ascending: the middle shows a delay on every call, the top one on some.
    let logarithms: [Double]

    /// Added before taking logarithms, so that microseconds do not double by accident.
    static let floorNanoseconds = 1e6
    static let quantiles = [0.5, 0.75, 0.9]

    /// Nil of nothing.
    init?(_ sketch: LatencySketch) {
        let values = sketch.quantiles(Self.quantiles)
        guard values.count == Self.quantiles.count else { return nil }
        logarithms = values.map { log($0 + Self.floorNanoseconds) }
    }

    private init(logarithms: [Double]) { self.logarithms = logarithms }

    /// The median of each quantile over several profiles; nil of none.
    static func usual(_ profiles: [LatencyProfile]) -> LatencyProfile? {
        let medians = quantiles.indices.compactMap { place in
            Quantile.of(profiles.map { $0.logarithms[place] }, 0.5)
        }
        return medians.count == quantiles.count ? LatencyProfile(logarithms: medians) : nil
    }

    /// Mean difference of the logarithms: how much slower, as a logarithm of the ratio.
    func rise(over usual: LatencyProfile) -> Double {
        zip(logarithms, usual.logarithms).reduce(0) { $0 + $1.0 - $1.1 } / Double(logarithms.count)
    }

    /// Whether the highest quantile may lie this far above what is usual of some profiles: it cannot where it does not
    /// lie so far above half of them. Nearly all work of a look is dismissed by this, without sorting anything.
    func mayExceed(_ profiles: [LatencyProfile], byMilliseconds rise: Double) -> Bool {
        let top = logarithms.count - 1
        let limit = log(max(0, highMilliseconds - rise) * 1e6 + Self.floorNanoseconds)
        return 2 * profiles.count { $0.logarithms[top] <= limit } >= profiles.count
    }

    /// Milliseconds at the median and at the highest quantile.
    var medianMilliseconds: Double { milliseconds(0) }
    var highMilliseconds: Double { milliseconds(logarithms.count - 1) }

    private func milliseconds(_ place: Int) -> Double {
        max(0, exp(logarithms[place]) - Self.floorNanoseconds) / 1e6
    }
}
