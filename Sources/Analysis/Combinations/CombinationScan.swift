import Glibc
public import SpanSources
import Telemetry

/// Finds the combination of attribute values that the surplus of failures is about.
///
/// A scan statistic (Kulldorff 1997) over all combinations of up to three fields: each cell's expected failures come
/// from its own baseline rate, and a combination scores by the Poisson log-likelihood ratio of its failures. Two factors
/// keep it exact: a combination is too narrow where the rest of a wider one fails as well, and too wide where few of
/// its cells do.
public struct CombinationScan: Sendable {
    /// A combination with its counts.
    public struct Finding: Sendable, Equatable {
        public var conditions: [AttributeDifference.Condition]
        public var score: Double
        /// Rows and failures in the window, and the failures expected there from the baseline.
        public var count: Double
        public var failures: Double
        public var expectedFailures: Double
        /// The other rows of the window, their failures, and those expected of them.
        public var rest: Rest
        /// How likely some combination of all that were scanned fails as often by chance.
        public var probability: Double

        /// Whether chance does not explain it, and it fails half again as often as expected.
        public var isBeyondChance: Bool { probability < 0.01 && failures > elevation * expectedFailures }

        /// Whether the surplus is about this combination: it fails more than the rows beside it, beyond chance. Where all
        /// rows fail alike, every value would be beyond chance by itself, and none tells anything.
        public var standsOut: Bool {
            guard rest.count >= 1 else { return rest.isNewlyEmpty }
            let (surplus, beside) = ((failures - expectedFailures) / count, rest.surplus / rest.count)
            return surplus > elevation * beside
                && TwoProportionTest(Proportion(failures, of: count), Proportion(rest.failures, of: rest.count))
                    .probability < 0.01
        }

        /// The combination in words.
        public var conditionText: String { conditions.text }
    }

    /// The rows that a combination leaves out.
    public struct Rest: Sendable, Equatable {
        public var count: Double
        public var failures: Double
        public var expectedFailures: Double
        /// Whether the baseline had rows of other values, where the window has none.
        public var isNewlyEmpty = false

        /// Failures beyond those expected.
        var surplus: Double { max(0, failures - expectedFailures) }
    }

    /// Best first.
    public let findings: [Finding]

    /// Rows of the overall rate that are added to a cell's baseline, so that rare cells are not certain of anything.
    static let priorRows = 20.0
    /// From this multiple of the expectation on, failures are elevated.
    static let elevation = 1.5
    /// How strongly elevated failures beside a combination count against it.
    static let narrownessWeight = 1.5
    /// How strongly cells without elevated failures inside a combination count against it.
    static let widthPower = 0.3
    /// Least failures of a combination.
    package static let minimumFailures = 5.0
    /// Variance of failures over that of a Poisson count: they come in bursts, and the expectation is itself counted.
    static let overdispersion = 1.5

    /// Scans the cells of some fields.
    ///
    /// - Parameter depth: most conditions of a combination, at most three.
    public init(fields: [Field], cells: [CombinationCell], depth: Int = 3) {
        let sums = Self.sums(fields.count, cells, depth: min(3, depth))
        let all = sums[Key(places: [], values: [])] ?? Sum()
        let scanned = Double(sums.count { !$0.key.places.isEmpty && $0.value.failures >= Self.minimumFailures })
        findings = sums.compactMap { key, sum in
            guard !key.places.isEmpty, sum.failures >= Self.minimumFailures, sum.failures > sum.expected else {
                return nil
            }
            let score = sum.logLikelihoodRatio * Self.narrowness(key, sum, sums) * sum.width
            guard score > 0 else { return nil }
            let conditions = zip(key.places, key.values).map {
                AttributeDifference.Condition(field: fields[$0.0], value: $0.1)
            }
            var rest = all.without(sum)
            if rest.count < 1 { rest.isNewlyEmpty = cells.contains { $0.baselineCount > 0 && !key.matches($0) } }
            return Finding(
                conditions: conditions, score: score, count: sum.count, failures: sum.failures,
                expectedFailures: sum.expected, rest: rest,
                probability: min(1, scanned * sum.surplusProbability))
        }.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            if left.conditions.count != right.conditions.count {
                return left.conditions.count < right.conditions.count
            }
            return "\(left.conditions)" < "\(right.conditions)"
        }
    }
}

extension CombinationScan {
    struct Key: Hashable {
        /// Which fields are fixed, ascending, and to what.
        var places: [Int]
        var values: [AttributeValue]

        func matches(_ cell: CombinationCell) -> Bool { zip(places, values).allSatisfy { cell.values[$0] == $1 } }

        /// The combination without one of its conditions.
        func without(_ position: Int) -> Key {
            var result = self
            result.places.remove(at: position)
            result.values.remove(at: position)
            return result
        }
    }

    struct Sum {
        var count = 0.0
        var failures = 0.0
        var expected = 0.0
        /// Rows of cells large enough to judge, and of those that fail more than expected.
        var judgedCount = 0.0
        var elevatedCount = 0.0

        func without(_ part: Sum) -> Rest {
            Rest(
                count: count - part.count, failures: failures - part.failures,
                expectedFailures: expected - part.expected)
        }

        var logLikelihoodRatio: Double { failures * log(failures / max(expected, 0.5)) - (failures - expected) }

        /// Upper tail of the failures, by the square root that steadies the variance of counts.
        var surplusProbability: Double {
            let deviations = 2 * (failures.squareRoot() - expected.squareRoot())
            return NormalDistribution.upperTail(deviations / CombinationScan.overdispersion.squareRoot())
        }

        var width: Double { judgedCount > 0 ? pow(elevatedCount / judgedCount, CombinationScan.widthPower) : 1 }
    }

    private static func sums(_ fields: Int, _ cells: [CombinationCell], depth: Int) -> [Key: Sum] {
        let total = cells.reduce(0) { $0 + $1.baselineCount }
        let rate = total > 0 ? cells.reduce(0) { $0 + $1.baselineFailures } / total : 0
        let choices = choices(of: fields, depth: depth)
        var sums: [Key: Sum] = [:]
        for cell in cells where cell.count > 0 {
            let usual = (cell.baselineFailures + priorRows * rate) / (cell.baselineCount + priorRows)
            let expected = cell.count * usual
            let isElevated = cell.failures > elevation * expected && cell.failures - expected > 1
            for places in choices {
                let values = places.compactMap { cell.values[$0] }
                guard values.count == places.count else { continue }
                let key = Key(places: places, values: values)
                var sum = sums[key] ?? Sum()
                sum.count += cell.count
                sum.failures += cell.failures
                sum.expected += expected
                if cell.count >= 3 {
                    sum.judgedCount += cell.count
                    sum.elevatedCount += isElevated ? cell.count : 0
                }
                sums[key] = sum
            }
        }
        return sums
    }

    /// All subsets of the fields with at most `depth` members, the empty one first.
    private static func choices(of fields: Int, depth: Int) -> [[Int]] {
        var result: [[Int]] = [[]]
        var last = result
        for _ in 0..<depth {
            last = last.flatMap { chosen in
                ((chosen.last ?? -1) + 1..<max(fields, (chosen.last ?? -1) + 1)).map { chosen + [$0] }
            }
            result += last
        }
        return result
    }

    private static func narrowness(_ key: Key, _ sum: Sum, _ sums: [Key: Sum]) -> Double {
        guard key.places.count > 1 else { return 1 }
        return key.places.indices.reduce(1.0) { factor, position in
            guard let wider = sums[key.without(position)] else { return factor }
            let (rest, restExpected) = (wider.failures - sum.failures, wider.expected - sum.expected)
            let surplus = wider.failures - wider.expected
            guard surplus > 0, rest > elevation * max(restExpected, 0.5), rest - restExpected > 5 else { return factor }
            return factor * (1 - narrownessWeight * (rest - restExpected) / surplus)
        }
    }
}
