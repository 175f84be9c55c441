import JSONValues

/// Statements with the cells they were read from.
struct RulebookClaims {
    private let report: RulebookReport
    private let facts: RulebookCase

    init(_ report: RulebookReport) {
        self.report = report
        facts = report.facts
    }

    var all: [JSONValue] { ofDossier + ofBuilds + ofComparison }

    /// What the dossier's table of operations and its ranking show.
    var ofDossier: [JSONValue] {
        var claims = facts.affected.prefix(4).map(operation)
        if let first = facts.candidates.first {
            let row: [String: JSONValue] = ["service": .string(first.text("service"))]
            claims.append(
                claim(
                    "\(first.text("service")) has the strongest evidence of its own; it looks \(first.text("looks")).",
                    kind: "inferred",
                    [
                        cite(facts.evidence, "localisation", row, "score", first.cells["score"] ?? .null),
                        cite(facts.evidence, "localisation", row, "looks", .string(first.text("looks"))),
                    ]))
        }
        return claims
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

    private func claim(_ text: String, kind: String = "observed", _ citations: [JSONValue]) -> JSONValue {
        ["text": .string(String(text.prefix(600))), "kind": .string(kind), "citations": .array(citations)]
    }

    private func cite(
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
