import Glibc

/// The rank test of two samples, with Cliff's delta as its effect.
///
/// Normal approximation with tie correction. Source: Mann and Whitney (1947); Cliff (1993).
public struct MannWhitneyTest: Hashable, Sendable {
    /// Two-sided p-value; 1 where a sample is empty.
    public var probability: Double
    /// Cliff's delta in -1...1, positive where the left sample is larger; .147 is small, .33 medium, .474 large.
    public var effect: Double

    /// Tests two samples of weighted, ordered classes, such as the buckets of a histogram.
    ///
    /// - Parameter classes: the counts of both samples per class, in ascending order of value.
    public init(classes: some Sequence<(left: Double, right: Double)>) {
        var (left, right) = (0.0, 0.0)
        var (wins, tieCubes) = (0.0, 0.0)
        for each in classes {
            wins += each.left * (right + each.right / 2)
            left += each.left
            right += each.right
            let tied = each.left + each.right
            tieCubes += tied * tied * tied - tied
        }
        guard left > 0, right > 0 else {
            probability = 1
            effect = 0
            return
        }
        let total = left + right
        effect = 2 * wins / (left * right) - 1
        let variance = left * right / 12 * (total + 1 - tieCubes / max(1, total * (total - 1)))
        probability =
            variance > 0 ? NormalDistribution.twoSided((wins - left * right / 2) / variance.squareRoot()) : 1
    }

    /// Tests two samples of plain values.
    public init(_ left: [Double], _ right: [Double]) {
        var counts: [Double: (left: Double, right: Double)] = [:]
        for value in left { counts[value, default: (0, 0)].left += 1 }
        for value in right { counts[value, default: (0, 0)].right += 1 }
        self.init(classes: counts.sorted { $0.key < $1.key }.map(\.value))
    }
}

/// The Hodges-Lehmann estimate of how far two samples lie apart: the median of all pairwise differences.
public enum HodgesLehmann {
    /// Left minus right; nil where a sample is empty. Samples longer than `limit` are thinned evenly after sorting.
    public static func shift(_ left: [Double], _ right: [Double], limit: Int = 200) -> Double? {
        let (left, right) = (thinned(left, limit), thinned(right, limit))
        guard !left.isEmpty, !right.isEmpty else { return nil }
        var differences: [Double] = []
        differences.reserveCapacity(left.count * right.count)
        for x in left { for y in right { differences.append(x - y) } }
        return Quantile.of(differences, 0.5)
    }

    private static func thinned(_ values: [Double], _ limit: Int) -> [Double] {
        let sorted = values.sorted()
        guard sorted.count > limit else { return sorted }
        return (0..<limit).map { sorted[$0 * (sorted.count - 1) / (limit - 1)] }
    }
}
