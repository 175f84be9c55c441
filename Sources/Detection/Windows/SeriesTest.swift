import Analysis
import Telemetry

/// A series' window held against its baseline, bucket by bucket.
struct SeriesTest {
    let windows: OperationWindows

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
