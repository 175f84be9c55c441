import Glibc
import SpanSources

/// The two-by-two table of one condition: in the selection or not, met or not.
struct OddsTable {
    /// Selected rows that meet the condition and that do not; baseline rows that do and that do not. Effective ones where
    /// rows were sampled unequally.
    let met: Double
    let unmet: Double
    let baselineMet: Double
    let baselineUnmet: Double

    /// A table of the spans of both sides of a comparison, sampled ones as many as they tell as much as.
    init(met: Int, baselineMet: Int, of counts: ComparisonCounts) {
        let (share, baselineShare) = (counts.selection.effectiveShare, counts.baseline.effectiveShare)
        self.met = Double(met) * share
        unmet = max(0, counts.selection.weight - Double(met)) * share
        self.baselineMet = Double(baselineMet) * baselineShare
        baselineUnmet = max(0, counts.baseline.weight - Double(baselineMet)) * baselineShare
    }

    init(_ value: AttributeCounts.Value, of counts: ComparisonCounts) {
        self.init(met: value.selection, baselineMet: value.baseline, of: counts)
    }

    /// Natural logarithm of the odds ratio, half a row added to each cell (Haldane).
    var logOdds: Double {
        let selectionOdds = (met + 0.5) / (unmet + 0.5)
        let baselineOdds = (baselineMet + 0.5) / (baselineUnmet + 0.5)
        return log(selectionOdds / baselineOdds)
    }

    /// Standard error of `logOdds` (Woolf).
    var logOddsError: Double {
        let selection = 1 / (met + 0.5) + 1 / (unmet + 0.5)
        let baseline = 1 / (baselineMet + 0.5) + 1 / (baselineUnmet + 0.5)
        return (selection + baseline).squareRoot()
    }

    /// Lower 95 % bound of `logOdds`.
    var logOddsLowerBound: Double { logOdds - NormalDistribution.quantile95 * logOddsError }

    /// Two-sided p-value of no association.
    var probability: Double {
        TwoProportionTest(
            Proportion(met, of: met + unmet), Proportion(baselineMet, of: baselineMet + baselineUnmet)
        ).probability
    }

    /// The difference of shares, which is how much of the selection the condition explains beyond chance.
    var excess: Double {
        let (selection, baseline) = (met + unmet, baselineMet + baselineUnmet)
        return (selection > 0 ? met / selection : 0) - (baseline > 0 ? baselineMet / baseline : 0)
    }

    /// Ranks conditions: strong association (bounded below) times the share of the selection it explains.
    var score: Double { max(0, logOddsLowerBound) * max(0, excess) }
}
