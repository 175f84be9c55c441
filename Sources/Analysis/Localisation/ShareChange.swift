import Glibc

/// How the share of contexts in which a step follows changed between slices of a baseline and a window.
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

    /// Fewer contexts than this in the window say nothing.
    static let fewestNow = 3

    /// Nil where the bounds (one standard error, plus the usual movement) overlap, or too little was seen.
    ///
    /// A gain counts by how rare the step was, a loss by how regular: a shift between two usual ways is a change of what
    /// was asked for, not of the code.
    ///
    /// - Parameters:
    ///   - counts: how often the step followed: first in the window, then in each slice of the baseline.
    ///   - contexts: how often anything followed, in the same order.
    ///   - held: the lowest and the highest share that the step held before for as long: a change counts only beyond.
    package init?(
        _ counts: [Int], of contexts: [Int], isEnding: Bool, beyond held: ClosedRange<Double>? = nil,
        _ parameters: LocalisationParameters = LocalisationParameters()
    ) {
        count = contexts[0]
        baselineCount = contexts.dropFirst().reduce(0, +)
        guard count >= Self.fewestNow, baselineCount >= 5 else { return nil }
        let shares = zip(counts, contexts).dropFirst().filter { $0.1 > 0 }.map {
            (share: Double($0.0) / Double($0.1), weight: min($0.1, 50))
        }
        let seen = Proportion(Double(counts[0]), of: Double(count))
        // Most steps always follow, or never.
        guard shares.contains(where: { $0.share != seen.share }) else { return nil }
        usualShare = Self.weightedMedian(shares)
        let usual = usualShare
        let movement = parameters.movementFactor * (Quantile.of(shares.map { abs($0.share - usual) }, 0.5) ?? 0)
        let now = seen.wilson(z: parameters.boundDeviations)
        let before = Proportion(usual * Double(baselineCount), of: Double(baselineCount)).wilson(
            z: parameters.boundDeviations)
        let low = min(max(0, before.lowerBound - movement), held?.lowerBound ?? 1)
        let high = max(min(1, before.upperBound + movement), held?.upperBound ?? 0)
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
