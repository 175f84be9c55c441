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
        let rows = counts.selectionRows + counts.baselineRows
        var candidates: [AttributeDifference] = []
        var probabilities: [Double] = []
        for attribute in counts.attributes where isTelling(attribute, rows: rows, options) {
            for value in attribute.values {
                let table = OddsTable(value, of: counts)
                probabilities.append(table.probability)
                candidates.append(difference(attribute, value, table, counts))
            }
        }
        for (position, adjusted) in BenjaminiHochberg.adjusted(probabilities).enumerated() {
            candidates[position].adjustedProbability = adjusted
        }
        let kept = candidates.filter {
            $0.adjustedProbability <= options.falseDiscoveryRate && $0.logOddsLowerBound > 0
                && $0.support >= options.minimumSupport
        }
        return Array(merged(kept.sorted(by: precedes)).prefix(options.limit))
    }

    /// Better score first; ties by name, so that the order never depends on hashing.
    static func precedes(_ left: AttributeDifference, _ right: AttributeDifference) -> Bool {
        if left.score != right.score { return left.score > right.score }
        return left.conditionText < right.conditionText
    }

    private static func isTelling(_ attribute: AttributeCounts, rows: Int, _ options: ComparisonOptions) -> Bool {
        guard !options.excludedFields.contains(attribute.field) else { return false }
        let present = attribute.selectionRows + attribute.baselineRows
        return Double(attribute.distinct) <= options.identifierShare * Double(max(present, 1))
            || attribute.distinct <= 2
    }

    private static func difference(
        _ attribute: AttributeCounts, _ value: AttributeCounts.Value, _ table: OddsTable, _ counts: ComparisonCounts
    ) -> AttributeDifference {
        AttributeDifference(
            conditions: [.init(field: attribute.field, value: value.value)],
            selectionMatches: value.selection, selectionRows: counts.selectionRows,
            baselineMatches: value.baseline, baselineRows: counts.baselineRows,
            logOddsLowerBound: table.logOddsLowerBound,
            distance: attribute.histogram.map(KolmogorovSmirnov.distance), score: table.score)
    }

    /// Folds values that mark the same rows (equal counts on both sides) into the first of them.
    private static func merged(_ sorted: [AttributeDifference]) -> [AttributeDifference] {
        var result: [AttributeDifference] = []
        for candidate in sorted {
            let twin = result.firstIndex {
                $0.selectionMatches == candidate.selectionMatches && $0.baselineMatches == candidate.baselineMatches
                    && $0.conditions.first?.field != candidate.conditions.first?.field
            }
            if let twin {
                result[twin].equivalents += candidate.conditions
            } else {
                result.append(candidate)
            }
        }
        return result
    }
}

extension AttributeDifference {
    /// The conditions as text, for stable order and for people: `span.http.route = /pay and build = 1.2`.
    public var conditionText: String {
        conditions.map { "\($0.field) = \($0.value)" }.joined(separator: " and ")
    }

    /// All conditions as one filter.
    public var predicate: Predicate { conditions.reduce(.all) { $0.and($1.predicate) } }
}
