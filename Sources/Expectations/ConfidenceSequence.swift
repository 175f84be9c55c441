import Glibc

/// Intervals that hold at every look, so that checking a watch again and again does not lie.
///
/// Mixture likelihood ratios (Robbins 1970; Howard et al. 2021): the interval is every value that the mixture has not
/// beaten by 1/α. They are wider than the intervals of a single look.
enum ConfidenceSequence {
    /// Share of `trials`, with a uniform mixture over shares.
    static func share(_ successes: Double, of trials: Double, error: Double = 0.05) -> ClosedRange<Double> {
        guard trials > 0 else { return 0...1 }
        let successes = min(max(0, successes), trials)
        let mixture = lgamma(successes + 1) + lgamma(trials - successes + 1) - lgamma(trials + 2)
        return interval(around: successes / trials, from: 0, to: 1, error: error) { share in
            mixture - term(successes, share) - term(trials - successes, 1 - share)
        }
    }

    /// Events per second, with a mixture over rates around the guess `prior`.
    static func rate(
        _ events: Double, seconds: Double, prior: Double = 1, error: Double = 0.05
    ) -> ClosedRange<Double> {
        guard seconds > 0 else { return 0...Double.infinity }
        let (shape, scale) = (1.0, 1 / max(prior, 1e-9))
        let mixture =
            shape * log(scale) + lgamma(shape + events) - lgamma(shape) - (shape + events) * log(scale + seconds)
        let observed = events / seconds
        return interval(around: observed, from: 0, to: max(1, observed) * 1000 + 1000 / seconds, error: error) { rate in
            mixture - term(events, rate) + rate * seconds
        }
    }

    /// k log p, 0 where k is 0.
    private static func term(_ count: Double, _ value: Double) -> Double {
        count == 0 ? 0 : count * log(max(value, 1e-300))
    }

    /// Where the log of the mixture ratio crosses log(1/α) on both sides of its minimum.
    private static func interval(
        around centre: Double, from low: Double, to high: Double, error: Double, _ ratio: (Double) -> Double
    ) -> ClosedRange<Double> {
        let limit = log(1 / error)
        func edge(_ outside: Double) -> Double {
            guard ratio(outside) >= limit else { return outside }
            var (inner, outer) = (centre, outside)
            for _ in 0..<80 {
                let middle = (inner + outer) / 2
                if ratio(middle) < limit { inner = middle } else { outer = middle }
            }
            return inner
        }
        return edge(low)...edge(high)
    }
}
