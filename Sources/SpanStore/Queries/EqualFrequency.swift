import SpanSources

/// Histograms whose buckets hold about the same number of rows of both sides together.
enum EqualFrequency {
    private static let buckets = 64

    /// A histogram of a field's numbers; nil where no row has one.
    ///
    /// - Parameters:
    ///   - selection: Rows by number, counted from 1.
    static func histogram<Count: FixedWidthInteger>(
        _ values: FieldValues, _ selection: [Count], _ baseline: [Count]
    ) -> AttributeCounts.Histogram? {
        guard !values.ascending.isEmpty else { return nil }
        let total = values.ascending.reduce(0) { $0 + Int(selection[Int($1) + 1]) + Int(baseline[Int($1) + 1]) }
        guard total > 0 else { return nil }
        var histogram = AttributeCounts.Histogram(bounds: [], selection: [], baseline: [])
        var (selected, others, last) = (0, 0, 0.0)
        for (place, number) in values.ascending.enumerated() {
            let (own, other) = (Int(selection[Int(number) + 1]), Int(baseline[Int(number) + 1]))
            guard own | other != 0 else { continue }
            let value = values.ascendingValues[place]
            // A bucket that has its share is closed; equal numbers never part.
            if histogram.bounds.isEmpty || (selected + others >= max(1, total / buckets) && last != value) {
                if !histogram.bounds.isEmpty {
                    histogram.selection.append(selected)
                    histogram.baseline.append(others)
                }
                histogram.bounds.append(value)
                (selected, others) = (0, 0)
            }
            selected += own
            others += other
            last = value
        }
        histogram.selection.append(selected)
        histogram.baseline.append(others)
        histogram.bounds.append(last)
        return histogram
    }
}
