import JSONValues

/// Statements with the cells they were read from.
struct RulebookClaims {
    private let report: RulebookReport
    let facts: RulebookCase

    init(_ report: RulebookReport) {
        self.report = report
        facts = report.facts
    }

    var all: [JSONValue] { ofDossier + ofFlags + ofPeople + ofBuilds + ofComparison + ofHealthy }

    /// What is affected, what was measured where it begins, and how far behind the next candidate is.
    var ofDossier: [JSONValue] {
        silence + facts.affected.prefix(4).map(operation) + RulebookSignals(facts).ofLead.compactMap(signal) + ranking
            + combination + errorRecords
    }

    /// How little came of what was due, where all services are silent.
    private var silence: [JSONValue] {
        guard let silence = facts.silence else { return [] }
        return [
            claim(
                silence.claim,
                ["spans_seen", "spans_due"].map { fact in
                    cite(
                        facts.evidence, "overview", ["fact": .string(fact)], "value",
                        facts.rows("overview").first { $0.text("fact") == fact }?.cells["value"] ?? .null)
                })
        ]
    }

    private func signal(_ row: RulebookRow) -> JSONValue? {
        guard let text = RulebookSignals.sentence(row), let unit = RulebookSignals.unit(row) else { return nil }
        let key: [String: JSONValue] = ["n": row.cells["n"] ?? .null]
        return claim(
            text,
            [
                cite(facts.evidence, "signals", key, unit, row.cells[unit] ?? .null, unit),
                cite(facts.evidence, "signals", key, "\(unit)_before", row.cells["\(unit)_before"] ?? .null, unit),
            ])
    }

    private var ranking: [JSONValue] {
        guard let first = facts.candidates.first else { return [] }
        func score(_ row: RulebookRow) -> JSONValue {
            cite(
                facts.evidence, "localisation", ["service": .string(row.text("service"))], "score",
                row.cells["score"] ?? .null)
        }
        let name = first.text("service")
        guard let rival = facts.candidates.dropFirst().first else {
            return [claim("\(name) is the only service whose own behaviour changed.", kind: "inferred", [score(first)])]
        }
        return [
            claim(
                "The evidence of \(name)'s own change scores \(RulebookWords.number(first.number("score"))), that of the "
                    + "next candidate \(rival.text("service")) \(RulebookWords.number(rival.number("score"))).",
                kind: "inferred", [score(first), score(rival)])
        ]
    }

    /// What the failures have in common, as one combination of values.
    private var combination: [JSONValue] {
        guard let row = facts.combinations.first else { return [] }
        let key: [String: JSONValue] = ["combination": .string(row.text("combination"))]
        return [
            claim(
                "Where \(row.text("combination")), \(RulebookWords.number(row.number("failures"))) of "
                    + "\(RulebookWords.number(row.number("spans"))) spans fail; "
                    + "\(RulebookWords.number(row.number("expected"))) were to be expected from the baseline.",
                ["failures", "spans", "expected"].map {
                    cite(facts.evidence, "combinations", key, $0, row.cells[$0] ?? .null, "count")
                })
        ]
    }

    /// Which errors a service logs, where nothing else shows.
    private var errorRecords: [JSONValue] {
        facts.errorRecordsAlone.prefix(3).map { row in
            let key: [String: JSONValue] = ["template": row.cells["template"] ?? .null]
            return claim(
                RulebookErrorRecords.sentence(row),
                ["records", "records_before"].map {
                    cite(facts.evidence, "error_records", key, $0, row.cells[$0] ?? .null, "count")
                })
        }
    }

    /// Services beside the fault that were looked at and are as before.
    private var ofHealthy: [JSONValue] {
        guard let answer = report.investigation.answer("services"), let evidence = answer.evidence,
            let earlier = report.investigation.answer("before"), let before = earlier.evidence
        else { return [] }
        return report.healthyRows.prefix(2).map { row in
            let service = row.now.text("service")
            let key: [String: JSONValue] = ["service": .string(service)]
            return claim(
                "\(service) is as before: \(RulebookWords.number(row.now.number("p95(duration)"))) ms at the 95th percentile, "
                    + "\(RulebookWords.number(row.before.number("p95(duration)"))) ms before.",
                [
                    cite(
                        evidence, "rows", key, "p95(duration)", row.now.cells["p95(duration)"] ?? .null, "ms"),
                    cite(
                        before, "rows", key, "p95(duration)", row.before.cells["p95(duration)"] ?? .null, "ms"),
                ])
        }
    }

    private func operation(_ row: RulebookRow) -> JSONValue {
        let key: [String: JSONValue] = [
            "service": .string(row.text("service")), "operation": .string(row.text("operation")),
            "kind": .string(row.text("kind")),
        ]
        let what = "\(row.text("service")) \(row.text("operation"))"
        let fails = row.text("deviates").contains("errors")
        let (column, before, unit) = fails ? ("errors", "errors_before", "share") : ("p95", "p95_before", "ms")
        let text =
            fails
            ? "\(what) fails in \(RulebookWords.percent(row.number("errors"))) of its spans, up from "
                + "\(RulebookWords.percent(row.number("errors_before")))."
            : "\(what) takes \(RulebookWords.number(row.number("p95"))) ms at the 95th percentile, up from "
                + "\(RulebookWords.number(row.number("p95_before"))) ms."
        return claim(
            text,
            [
                cite(facts.evidence, "operations", key, column, row.cells[column] ?? .null, unit),
                cite(facts.evidence, "operations", key, before, row.cells[before] ?? .null, unit),
            ])
    }

    /// The newer build against the older one.
    private var ofBuilds: [JSONValue] {
        report.builds.contrasts.prefix(2).map { contrast in
            let column = contrast.fails ? "error_rate" : "p95(duration)"
            func value(_ row: RulebookRow) -> String {
                contrast.fails
                    ? "fails in \(RulebookWords.percent(row.number(column))) of its spans"
                    : "takes \(RulebookWords.number(row.number(column))) ms at the 95th percentile"
            }
            func cell(_ row: RulebookRow) -> JSONValue {
                cite(
                    report.builds.evidence, "rows",
                    ["name": .string(contrast.operation), "build": .string(row.text("build"))], column,
                    row.cells[column] ?? .null, contrast.fails ? "share" : "ms")
            }
            return claim(
                "\(contrast.operation) \(value(contrast.new)) in build \(report.builds.build) and "
                    + "\(value(contrast.old)) in build \(report.builds.previous).",
                [cell(contrast.new), cell(contrast.old)])
        }
    }

    /// What the failing or slow spans have in common.
    private var ofComparison: [JSONValue] {
        guard let answer = report.investigation.answer("compare"), let evidence = answer.evidence,
            let table = answer.tables.first, let row = table.rows.first, row.number("log_odds_at_least") > 0.5
        else { return [] }
        let key: [String: JSONValue] = ["condition": .string(row.text("condition"))]
        let fails = facts.leadOperation?.text("deviates").contains("errors") == true
        return [
            claim(
                "\(row.text("condition")) holds for \(RulebookWords.percent(row.number("selection_share"))) of the "
                    + "\(fails ? "failing" : "slow") spans and for \(RulebookWords.percent(row.number("baseline_share"))) "
                    + "of the others.",
                [
                    cite(evidence, table.name, key, "selection_share", row.cells["selection_share"] ?? .null, "share"),
                    cite(evidence, table.name, key, "baseline_share", row.cells["baseline_share"] ?? .null, "share"),
                ])
        ]
    }

    func claim(_ text: String, kind: String = "observed", _ citations: [JSONValue]) -> JSONValue {
        ["text": .string(String(text.prefix(600))), "kind": .string(kind), "citations": .array(citations)]
    }

    func cite(
        _ evidence: String, _ section: String, _ row: [String: JSONValue], _ column: String, _ value: JSONValue,
        _ unit: String? = nil
    ) -> JSONValue {
        var citation: [String: JSONValue] = [
            "evidence": .string(evidence), "section": .string(section), "row": .object(row), "column": .string(column),
            "value": value,
        ]
        if let unit { citation["unit"] = .string(unit) }
        return .object(citation)
    }
}
