import Analysis
import JSONValues
import SpanSources
import ToolKit
import TraceQueries

/// A ranking of differences, as a tool shows it.
struct ComparisonAnswer {
    private let counts: ComparisonCounts
    private let differences: [AttributeDifference]

    init(_ counts: ComparisonCounts, _ differences: [AttributeDifference]) {
        self.counts = counts
        self.differences = differences
    }

    var summary: String {
        let sides = "\(counts.selectionRows) selected rows against \(counts.baselineRows)"
        guard let best = differences.first else { return "no attribute tells \(sides) apart" }
        return "\(differences.count) differences of \(sides); strongest: \(OneLine.text(best.conditionText))"
    }

    var table: ToolTable {
        ToolTable(
            columns: [
                .init("condition", isUntrusted: true), .init("selection_share", unit: "share"),
                .init("baseline_share", unit: "share"), .init("selection_rows", unit: "count"),
                .init("baseline_rows", unit: "count"), .init("confidence", unit: "share"),
                .init("log_odds_at_least"), .init("q"), .init("also", isUntrusted: true),
            ],
            rows: differences.map(row))
    }

    var notes: [String] {
        var notes = [
            "\(counts.attributes.count) attributes were compared; q is the p-value after correction for all values tried"
        ]
        let effective = (counts.selection.effectiveRows, counts.baseline.effectiveRows)
        if min(effective.0, effective.1) < 30 {
            notes.append("few rows on one side: treat every difference as a hint")
        }
        if effective != (counts.selection.weight, counts.baseline.weight) {
            notes.append(
                "sampled spans count as many as they stand for; the tests take them for "
                    + "\(Int(effective.0.rounded())) and \(Int(effective.1.rounded())) rows")
        }
        return notes
    }

    private func row(_ difference: AttributeDifference) -> [JSONValue] {
        [
            .string(difference.conditionText), number(difference.support), number(difference.baselineShare),
            .integer(Int64(difference.selectionMatches)), .integer(Int64(difference.baselineMatches)),
            number(difference.confidence), number(difference.logOddsLowerBound),
            number(difference.adjustedProbability),
            .string(difference.equivalents.map { "\($0.field) = \($0.value)" }.joined(separator: ", ")),
        ]
    }

    private func number(_ value: Double) -> JSONValue { .number(AnswerCell.rounded(value)) }
}
