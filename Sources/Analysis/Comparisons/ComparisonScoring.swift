public import SpanSources
import Telemetry

/// Ranks the differences between two sets of rows by how well they explain the selection.
public enum ComparisonScoring {
    /// Ranks single values, best first.
    ///
    /// Identifiers, excluded fields, rare values and chance differences are left out; values that mark the same rows
    /// become equivalents of the best of them.
    public static func rank(
        _ counts: ComparisonCounts, options: ComparisonOptions = ComparisonOptions()
    ) -> [AttributeDifference] {
        let tested = tested(counts, options)
        let adjusted = BenjaminiHochberg.adjusted(tested.map(\.table.probability))
        let minimum = options.minimumSupport * counts.selection.effectiveRows
        var kept: [AttributeDifference] = []
        for (candidate, probability) in zip(tested, adjusted) {
            guard probability <= options.falseDiscoveryRate, candidate.table.met >= minimum,
                candidate.table.logOddsLowerBound > 0
            else { continue }
            kept.append(difference(candidate, probability, counts))
        }
        return Array(merged(kept.sorted(by: precedes)).prefix(options.limit))
    }

    /// A value that is tested; of tens of thousands few become differences.
    private struct Candidate {
        /// Places in the counts.
        var attribute: Int
        var value: Int
        var table: OddsTable
    }

    private static func tested(_ counts: ComparisonCounts, _ options: ComparisonOptions) -> [Candidate] {
        var tested: [Candidate] = []
        for (place, attribute) in counts.attributes.enumerated() where isTelling(attribute, counts, options) {
            for (value, row) in attribute.values.enumerated() {
                tested.append(Candidate(attribute: place, value: value, table: OddsTable(row, of: counts)))
            }
        }
        return tested
    }

    /// Better score first; ties by name, so that the order never depends on hashing.
    static func precedes(_ left: AttributeDifference, _ right: AttributeDifference) -> Bool {
        if left.score != right.score { return left.score > right.score }
        return left.conditionText < right.conditionText
    }

    private static func isTelling(
        _ attribute: AttributeCounts, _ counts: ComparisonCounts, _ options: ComparisonOptions
    ) -> Bool {
        guard !options.excludedFields.contains(attribute.field) else { return false }
        // An id is new on every row, however many spans the row stands for.
        let present =
            Double(attribute.selectionRows) * counts.selection.effectiveShare
            + Double(attribute.baselineRows) * counts.baseline.effectiveShare
        return Double(attribute.distinct) <= options.identifierShare * max(present, 1) || attribute.distinct <= 2
    }

    private static func difference(
        _ candidate: Candidate, _ probability: Double, _ counts: ComparisonCounts
    ) -> AttributeDifference {
        let attribute = counts.attributes[candidate.attribute]
        let value = attribute.values[candidate.value]
        return AttributeDifference(
            conditions: [.init(field: attribute.field, value: value.value)],
            selectionMatches: value.selection, selectionRows: counts.selectionRows,
            baselineMatches: value.baseline, baselineRows: counts.baselineRows,
            logOddsLowerBound: candidate.table.logOddsLowerBound, adjustedProbability: probability,
            distance: attribute.histogram.map(KolmogorovSmirnov.distance), score: candidate.table.score)
    }

    /// Folds values that mark the same rows (equal counts on both sides) into the first of them.
    private static func merged(_ sorted: [AttributeDifference]) -> [AttributeDifference] {
        struct Matches: Hashable {
            var selection: Int
            var baseline: Int
        }
        var result: [AttributeDifference] = []
        var places: [Matches: [Int]] = [:]
        for candidate in sorted {
            let matches = Matches(selection: candidate.selectionMatches, baseline: candidate.baselineMatches)
            let twin = places[matches]?.first {
                result[$0].conditions.first?.field != candidate.conditions.first?.field
            }
            if let twin {
                result[twin].equivalents += candidate.conditions
            } else {
                places[matches, default: []].append(result.count)
                result.append(candidate)
            }
        }
        return result
    }
}

extension AttributeDifference {
    /// The conditions as text, for stable order and for people: `span.http.route = /pay and build = 1.2`.
    public var conditionText: String {
        conditions.text
    }

    /// All conditions as one filter.
    public var predicate: Predicate { conditions.reduce(.all) { $0.and($1.predicate) } }
}

extension [AttributeDifference.Condition] {
    /// The conditions in words, such as `span.cdn = 7 and span.isp = X`.
    public var text: String { map { "\($0.field) = \($0.value)" }.joined(separator: " and ") }
}
