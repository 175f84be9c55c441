import Glibc

/// A step that began, or ceased, to follow another.
struct FlowChange {
    var transition: FlowTransition
    /// Share of the contexts in which the step follows, in the window and at the median of the baseline's slices.
    var share: Double
    var usualShare: Double
    /// How often the context occurred, in the window and in the baseline.
    var count: Int
    var baselineCount: Int
    var isGain: Bool
    /// Relative entropy of the change beyond its bounds, weighted by how new it is.
    var score: Double

    /// A gain counts by how rare the step was, a loss by how regular: a shift between two usual ways is a change of
    /// what was asked for, not of the code.
    static let noveltyPower = 3.0
    /// A flow that ends where it used to go on is what an early return or an exception looks like.
    static let endWeight = 1.3
    static let shrinkage = 3.0

    /// The changes of all transitions whose bounds (one standard error, plus the usual movement) do not overlap.
    static func all(in counts: FlowCounts) -> [FlowChange] {
        counts.transitions.compactMap { transition, bySlice in
            let context = FlowCounts.Context(operation: transition.operation, from: transition.from)
            return change(transition, bySlice, counts.contexts[context] ?? [:])
        }
    }

    private static func change(
        _ transition: FlowTransition, _ bySlice: [Int: Int], _ contexts: [Int: Int]
    ) -> FlowChange? {
        let count = contexts[0] ?? 0
        let slices = contexts.filter { $0.key > 0 && $0.value > 0 }
        let baselineCount = slices.values.reduce(0, +)
        guard count >= 3, baselineCount >= 5 else { return nil }
        let shares = slices.map { (share: Double(bySlice[$0.key] ?? 0) / Double($0.value), weight: min($0.value, 50)) }
        let usual = weightedMedian(shares)
        let movement = 1.5 * (Quantile.of(shares.map { abs($0.share - usual) }, 0.5) ?? 0)
        let seen = Proportion(Double(bySlice[0] ?? 0), of: Double(count))
        let now = seen.wilson(z: 1)
        let before = Proportion(usual * Double(baselineCount), of: Double(baselineCount)).wilson(z: 1)
        let (low, high) = (max(0, before.lowerBound - movement), min(1, before.upperBound + movement))
        let isGain = now.lowerBound > high
        guard isGain || now.upperBound < low else { return nil }
        let entropy =
            isGain
            ? now.lowerBound * log(now.lowerBound / high) : low * log(low / max(now.upperBound, 1e-9))
        var weight = pow(isGain ? 1 - usual : usual, noveltyPower) * Double(count) / (Double(count) + shrinkage)
        if isGain, transition.to == .end { weight *= endWeight }
        return FlowChange(
            transition: transition, share: seen.share, usualShare: usual, count: count, baselineCount: baselineCount,
            isGain: isGain, score: entropy * weight)
    }

    private static func weightedMedian(_ values: [(share: Double, weight: Int)]) -> Double {
        let sorted = values.sorted { $0 < $1 }
        let half = Double(sorted.reduce(0) { $0 + $1.weight }) / 2
        var passed = 0.0
        for value in sorted {
            passed += Double(value.weight)
            if passed >= half { return value.share }
        }
        return sorted.last?.share ?? 0
    }
}
