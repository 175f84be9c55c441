import Glibc

/// How likely the left of two samples ranks as high as it does, or higher, where both come from one distribution.
///
/// Exact while the samples are small: the normal approximation never calls five values of twenty-two surprising, however
/// far above the others they lie. Source: Mann and Whitney (1947); the counts are the coefficients of a Gaussian binomial.
public enum RankSumRise {
    /// Most pairs of values that are counted exactly.
    static let exactPairs = 3000.0

    /// The one-sided p-value; 1 where a sample is empty. Ties count half and are rounded towards nothing.
    ///
    /// - Parameter classes: the counts of both samples per class, in ascending order of value.
    public static func probability(classes: [(left: Double, right: Double)]) -> Double {
        var (left, right, lost) = (0.0, 0.0, 0.0)
        for each in classes {
            lost += each.right * (left + each.left / 2)
            left += each.left
            right += each.right
        }
        guard left > 0, right > 0 else { return 1 }
        guard left * right <= exactPairs, left == left.rounded(), right == right.rounded() else {
            let test = MannWhitneyTest(classes: classes)
            return test.effect > 0 ? test.probability / 2 : 1 - test.probability / 2
        }
        return tail(Int(lost.rounded(.up)), Int(min(left, right)), Int(max(left, right)))
    }

    /// The chance of at most `lost` lost pairs between samples of these sizes.
    private static func tail(_ lost: Int, _ fewer: Int, _ more: Int) -> Double {
        var ways = [Double](repeating: 0, count: lost + 1)
        ways[0] = 1
        for step in 1...fewer {
            for place in stride(from: lost, through: more + step, by: -1) { ways[place] -= ways[place - more - step] }
            for place in stride(from: step, through: lost, by: 1) { ways[place] += ways[place - step] }
        }
        let total = lgamma(Double(fewer + more) + 1) - lgamma(Double(fewer) + 1) - lgamma(Double(more) + 1)
        return min(1, ways.reduce(0, +) / exp(total))
    }
}
