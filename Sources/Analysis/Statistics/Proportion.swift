import Glibc

/// A share of successes, with its Wilson score interval.
///
/// Source: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference".
public struct Proportion: Hashable, Sendable {
    /// How many of the trials had the property.
    public var successes: Double
    /// How many trials there were.
    public var trials: Double

    /// Makes a proportion; `successes` is at most `trials`.
    public init(_ successes: Double, of trials: Double) {
        self.successes = successes
        self.trials = trials
    }

    /// The share, 0 where there were no trials.
    public var share: Double { trials > 0 ? successes / trials : 0 }

    /// The Wilson interval at `z` standard deviations; the whole of 0...1 where there were no trials.
    public func wilson(z: Double = NormalDistribution.quantile95) -> ClosedRange<Double> {
        guard trials > 0 else { return 0...1 }
        let squared = z * z
        let centre = share + squared / (2 * trials)
        let spread = z * (share * (1 - share) / trials + squared / (4 * trials * trials)).squareRoot()
        let scale = 1 + squared / trials
        return max(0, (centre - spread) / scale)...min(1, (centre + spread) / scale)
    }
}

/// The test of two proportions against each other: pooled z where the counts carry it, Fisher's exact test below.
public struct TwoProportionTest: Hashable, Sendable {
    /// Two-sided p-value.
    public var probability: Double
    /// The difference of the shares, left minus right.
    public var difference: Double
    /// Cohen's h, the difference of arcsine-transformed shares; 0.2 is small, 0.5 medium, 0.8 large.
    public var effect: Double

    /// Tests `left` against `right`.
    public init(_ left: Proportion, _ right: Proportion) {
        difference = left.share - right.share
        effect = 2 * asin(left.share.squareRoot()) - 2 * asin(right.share.squareRoot())
        let total = left.trials + right.trials
        guard left.trials > 0, right.trials > 0 else {
            probability = 1
            return
        }
        let pooled = (left.successes + right.successes) / total
        let smallest = min(left.trials, right.trials) * min(pooled, 1 - pooled)
        if smallest < 5 {
            probability = FisherExactTest.twoSided(
                left.successes, left.trials - left.successes, right.successes, right.trials - right.successes)
        } else {
            let error = (pooled * (1 - pooled) * (1 / left.trials + 1 / right.trials)).squareRoot()
            probability = error > 0 ? NormalDistribution.twoSided(difference / error) : 1
        }
    }
}

/// Fisher's exact test of a two-by-two table.
public enum FisherExactTest {
    /// The two-sided p-value of `[[a, b], [c, d]]`: all tables with the same margins that are no likelier than this one.
    public static func twoSided(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
        let (row, column, total) = (a + b, a + c, a + b + c + d)
        let constant =
            logFactorial(row) + logFactorial(total - row) + logFactorial(column) + logFactorial(total - column)
            - logFactorial(total)
        func probability(_ x: Double) -> Double {
            exp(
                constant - logFactorial(x) - logFactorial(row - x) - logFactorial(column - x)
                    - logFactorial(total - row - column + x))
        }
        let observed = probability(a) * (1 + 1e-7)
        var sum = 0.0
        for x in stride(from: max(0, row + column - total).rounded(), through: min(row, column), by: 1) {
            let each = probability(x)
            if each <= observed { sum += each }
        }
        return min(1, sum)
    }

    private static func logFactorial(_ x: Double) -> Double { lgamma(max(0, x) + 1) }
}
