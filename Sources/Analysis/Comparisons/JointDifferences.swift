public import SpanSources
import Telemetry

/// Looks for conditions that tell a selection apart better together than each alone.
///
/// The strongest single differences are joined in pairs, and the strongest pairs with a third; each combination is
/// counted on both sides with one aggregate query a side. A combination is kept where it scores clearly above every
/// part of it that was counted.
public struct JointDifferences: Sendable {
    private let comparison: Comparison
    private let counts: ComparisonCounts
    private let options: ComparisonOptions

    /// Single differences that are combined, and pairs that a third condition is added to.
    private static let singles = 8
    private static let pairs = 4
    /// A combination has to beat its parts by this factor.
    private static let improvement = 1.05

    /// Makes a search in what a comparison counted.
    public init(_ comparison: Comparison, _ counts: ComparisonCounts, options: ComparisonOptions = ComparisonOptions())
    {
        self.comparison = comparison
        self.counts = counts
        self.options = options
    }

    /// The single differences with the combinations that beat them, best first.
    ///
    /// - Parameters:
    ///   - singles: What `ComparisonScoring.rank` gave.
    ///   - run: Runs a query on the source that was compared.
    public func joined(
        _ singles: [AttributeDifference], _ run: (SpanQuery) async throws(SpanSourceError) -> ResultTable
    ) async throws(SpanSourceError) -> [AttributeDifference] {
        let base = Array(singles.flatMap(Self.apart).prefix(Self.singles))
        guard base.count > 1, options.depth > 1 else { return singles }
        var tried = try await counted(Self.pairs(of: base), run)
        var kept = tried.filter { beats($0, base) }
        if options.depth > 2, base.count > 2 {
            let best = kept.sorted(by: ComparisonScoring.precedes).prefix(Self.pairs)
            let triples = try await counted(Self.extended(Array(best), base), run)
            tried += triples
            kept += triples.filter { beats($0, base + tried) }
        }
        let tested = counts.attributes.reduce(tried.count) { $0 + $1.values.count }
        let adjusted = BenjaminiHochberg.adjusted(kept.map { table($0).probability }, tested: tested)
        for index in kept.indices { kept[index].adjustedProbability = adjusted[index] }
        let significant = kept.filter {
            $0.adjustedProbability <= options.falseDiscoveryRate && $0.support >= options.minimumSupport
        }
        return Array((singles + significant).sorted(by: ComparisonScoring.precedes).prefix(options.limit))
    }

    /// A difference and its equivalents one by one: equal counts need not be the same rows.
    private static func apart(_ difference: AttributeDifference) -> [AttributeDifference] {
        ([difference.conditions] + difference.equivalents.map { [$0] }).map { conditions in
            var single = difference
            single.conditions = conditions
            single.equivalents = []
            return single
        }
    }

    private static func pairs(of singles: [AttributeDifference]) -> [[AttributeDifference.Condition]] {
        singles.indices.flatMap { first in
            singles[(first + 1)...].compactMap { joined(singles[first].conditions, $0.conditions) }
        }
    }

    private static func extended(
        _ pairs: [AttributeDifference], _ singles: [AttributeDifference]
    ) -> [[AttributeDifference.Condition]] {
        var seen: Set<Set<AttributeDifference.Condition>> = []
        return pairs.flatMap { pair in singles.compactMap { joined(pair.conditions, $0.conditions) } }
            .filter { seen.insert(Set($0)).inserted }
    }

    /// All conditions; nil where two of them are about one field.
    private static func joined(
        _ left: [AttributeDifference.Condition], _ right: [AttributeDifference.Condition]
    ) -> [AttributeDifference.Condition]? {
        let fields = Set(left.map(\.field))
        return right.contains { fields.contains($0.field) } ? nil : left + right
    }

    /// Whether a combination scores clearly above each difference that has only some of its conditions.
    private func beats(_ candidate: AttributeDifference, _ others: [AttributeDifference]) -> Bool {
        let conditions = Set(candidate.conditions)
        return others.allSatisfy { other in
            !Set(other.conditions).isStrictSubset(of: conditions)
                || candidate.score > other.score * Self.improvement
        }
    }

    private func table(_ difference: AttributeDifference) -> OddsTable {
        OddsTable(met: difference.selectionMatches, baselineMet: difference.baselineMatches, of: counts)
    }
}

extension JointDifferences {
    /// Counts combinations on both sides.
    private func counted(
        _ combinations: [[AttributeDifference.Condition]],
        _ run: (SpanQuery) async throws(SpanSourceError) -> ResultTable
    ) async throws(SpanSourceError) -> [AttributeDifference] {
        guard !combinations.isEmpty else { return [] }
        let selected = try await matches(combinations, comparison.selection, run)
        let others = try await matches(combinations, rest, run)
        return combinations.indices.map { index in
            let table = OddsTable(met: selected[index], baselineMet: others[index], of: counts)
            return AttributeDifference(
                conditions: combinations[index], selectionMatches: selected[index],
                selectionRows: counts.selectionRows, baselineMatches: others[index],
                baselineRows: counts.baselineRows, logOddsLowerBound: table.logOddsLowerBound, score: table.score)
        }
    }

    /// The baseline without the selection, as the comparison counted it.
    private var rest: Comparison.RowSet {
        let (selection, baseline) = (comparison.selection, comparison.baseline)
        guard selection.range.start < baseline.range.end, baseline.range.start < selection.range.end else {
            return baseline
        }
        var selected = selection.filter
        if selection.range != baseline.range {
            let time = Field.intrinsic(.time)
            selected = selected.and(.compare(time, .greaterOrEqual, .integer(selection.range.start.nanoseconds)))
                .and(.compare(time, .less, .integer(selection.range.end.nanoseconds)))
        }
        return .init(range: baseline.range, filter: baseline.filter.and(.not(selected)))
    }

    /// Spans of a set that meet each combination, sampled ones by what they stand for.
    private func matches(
        _ combinations: [[AttributeDifference.Condition]], _ set: Comparison.RowSet,
        _ run: (SpanQuery) async throws(SpanSourceError) -> ResultTable
    ) async throws(SpanSourceError) -> [Int] {
        let aggregates = combinations.enumerated().map { index, conditions in
            Aggregate.countWhere(conditions.reduce(.all) { $0.and($1.predicate) }, named: "combination \(index)")
        }
        let answer = try await run(
            SpanQuery(
                dataset: comparison.dataset, range: set.range, filter: set.filter, aggregates: aggregates))
        return combinations.indices.map { Int((answer.number("combination \($0)", row: 0) ?? 0).rounded()) }
    }
}
