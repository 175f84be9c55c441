import Glibc

/// How the share of contexts in which a step follows changed between slices of a baseline and a window.
///
/// Slices are numbered; slice 0 is the window.
package struct ShareChange {
    /// Share in the window and at the weighted median of the baseline's slices.
    package var share: Double
    package var usualShare: Double
    /// How often the context occurred, in the window and in the baseline.
    package var count: Int
    package var baselineCount: Int
    package var isGain: Bool
    /// Relative entropy of the change beyond its bounds, weighted by how new it is.
    package var score: Double

    /// Nil where the bounds (one standard error, plus the usual movement) overlap, or too little was seen.
    ///
    /// A gain counts by how rare the step was, a loss by how regular: a shift between two usual ways is a change of what
    /// was asked for, not of the code.
    package init?(
        _ counts: [Int: Int], of contexts: [Int: Int], isEnding: Bool,
        _ parameters: LocalisationParameters = LocalisationParameters()
    ) {
        count = contexts[0] ?? 0
        let slices = contexts.filter { $0.key > 0 && $0.value > 0 }
        baselineCount = slices.values.reduce(0, +)
        guard count >= 3, baselineCount >= 5 else { return nil }
        // In order of time, so that sums never depend on the order of a dictionary.
        let shares = slices.sorted { $0.key < $1.key }.map {
            (share: Double(counts[$0.key] ?? 0) / Double($0.value), weight: min($0.value, 50))
        }
        usualShare = Self.weightedMedian(shares)
        let usual = usualShare
        let movement = parameters.movementFactor * (Quantile.of(shares.map { abs($0.share - usual) }, 0.5) ?? 0)
        let seen = Proportion(Double(counts[0] ?? 0), of: Double(count))
        let now = seen.wilson(z: parameters.boundDeviations)
        let before = Proportion(usual * Double(baselineCount), of: Double(baselineCount)).wilson(
            z: parameters.boundDeviations)
        let (low, high) = (max(0, before.lowerBound - movement), min(1, before.upperBound + movement))
        share = seen.share
        isGain = now.lowerBound > high
        guard isGain || now.upperBound < low else { return nil }
        let entropy =
            isGain
            ? now.lowerBound * log(now.lowerBound / high) : low * log(low / max(now.upperBound, 1e-9))
        var weight = pow(isGain ? 1 - usual : usual, parameters.noveltyPower)
        weight *= Double(count) / (Double(count) + parameters.countShrinkage)
        if isGain, isEnding { weight *= parameters.endWeight }
        score = entropy * weight
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
