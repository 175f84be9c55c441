import SpanSources

/// The largest distance between two cumulative distributions.
enum KolmogorovSmirnov {
    /// Distance in 0...1; 0 where a side is empty.
    static func distance(_ histogram: AttributeCounts.Histogram) -> Double {
        let selection = Double(histogram.selection.reduce(0, +))
        let baseline = Double(histogram.baseline.reduce(0, +))
        guard selection > 0, baseline > 0 else { return 0 }
        var (left, right, largest) = (0.0, 0.0, 0.0)
        for (mine, theirs) in zip(histogram.selection, histogram.baseline) {
            left += Double(mine) / selection
            right += Double(theirs) / baseline
            largest = max(largest, abs(left - right))
        }
        return largest
    }
}
