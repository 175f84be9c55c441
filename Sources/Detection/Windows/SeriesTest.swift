import Analysis
import Telemetry

/// A series' window held against its baseline, bucket by bucket.
struct SeriesTest {
    let windows: OperationWindows

    /// Whether there is history enough to judge.
    var isWarm: Bool { windows.isWarm }

    /// Sum over the window's buckets.
    func inWindow(_ values: [Double]) -> Double { windows.window.reduce(0) { $0 + values[$1] } }

    /// Sum over the baseline's buckets.
    func inBaseline(_ values: [Double]) -> Double { windows.baseline.reduce(0) { $0 + values[$1] } }

    /// The value of a usual baseline bucket.
    func usual(_ values: [Double]) -> Double { Quantile.of(windows.baseline.map { values[$0] }, 0.5) ?? 0 }

    /// Whether a condition holds in all of the window's buckets that have rows, and in two at least where there are
    /// two: one bad bucket is no trend.
    func persists(_ counts: [Double], _ condition: (Int) -> Bool) -> Bool {
        let filled = windows.window.filter { counts[$0] > 0 }
        return !filled.isEmpty && filled.allSatisfy(condition)
            && (filled.count >= 2 || windows.windowBuckets == 1)
    }

    /// The level a measure held for as long as the window is, at its highest in the baseline: what the series does by
    /// itself now and then. A change has to exceed it, whatever a test says.
    ///
    /// In a history long enough the highest stretch is left out: what happened once was an incident and must not hide
    /// the next, what happened twice is a habit.
    /// - Parameter level: the measure in a bucket; nil where the series was not seen.
    func highestHeld(_ level: (Int) -> Double?) -> Double? {
        let length = max(1, windows.windowBuckets)
        guard windows.baseline.count >= length else { return nil }
        let levels = windows.baseline.map(level)
        let held = (0...levels.count - length).map { first -> Double? in
            let stretch = levels[first..<first + length].compactMap { $0 }
            return stretch.count == length ? stretch.min() : nil
        }
        let known = held.compactMap { $0 }
        guard known.count >= Self.longHistory, let middle = Quantile.of(known, 0.5) else { return known.max() }
        return withoutHighestStretch(held, above: middle).max()
    }

    private func withoutHighestStretch(_ held: [Double?], above middle: Double) -> [Double] {
        let highest = held.indices.max { (held[$0] ?? -.infinity) < (held[$1] ?? -.infinity) } ?? 0
        let limit = (middle + (held[highest] ?? middle)) / 2
        func isHigh(_ place: Int) -> Bool { held.indices.contains(place) && (held[place] ?? limit) > limit }
        var stretch = highest...highest
        while isHigh(stretch.lowerBound - 1) { stretch = stretch.lowerBound - 1...stretch.upperBound }
        while isHigh(stretch.upperBound + 1) { stretch = stretch.lowerBound...stretch.upperBound + 1 }
        return held.indices.filter { !stretch.contains($0) }.compactMap { held[$0] }
    }

    /// Stretches of history from which on one of them may have been an incident.
    static let longHistory = 40

    /// When a change began: the first bucket from which on the condition held without a break.
    func onset(_ condition: (Int) -> Bool) -> Int {
        var first = windows.bucketCount - 1
        for bucket in (0..<windows.bucketCount).reversed() {
            guard condition(bucket) else { break }
            first = bucket
        }
        return first
    }
}
