extension ExpectationOutcome {
    /// The interval in words; empty where there is none, or where it says nothing beyond the value.
    public var intervalWords: String {
        guard let interval, sampleSize > 0 else { return "" }
        // Of `unchanged` the interval is that of one of two bounds, and would say nothing by itself.
        if case .unchanged = expectation.requirement { return "" }
        switch expectation.measure {
        case .quantile:
            return "\(share(interval.lowerBound)) to \(share(interval.upperBound)) % of the spans are above the limit"
        case .errorRate: return "between \(share(interval.lowerBound)) and \(share(interval.upperBound)) %"
        case .rate: return "between \(number(interval.lowerBound)) and \(number(interval.upperBound))/s"
        case .count: return ""
        }
    }

    private func share(_ value: Double) -> String { number(100 * value) }

    private func number(_ value: Double) -> String {
        guard value.isFinite else { return "any" }
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
