import JSONValues
import Telemetry
import ToolKit

@testable import Investigation

/// Evidence of an imagined incident, and a short way to write claims about it.
enum ClaimBench {
    static let evidence: [Evidence] = [
        make(1, "dossier", [:], Shop.dossier.output),
        make(2, "query_spans", ["group_by": ["build"], "service": "cart"], Shop.builds),
        make(3, "diff_builds", ["service": "cart", "from": "1.4.0", "to": "1.5.0"], Shop.diff),
        make(
            4, "query_spans", ["filter": "status = error"],
            output(
                "errors of pay by minute", "groups",
                [
                    .init("service"), .init("minute", unit: "utc"), .init("errors", unit: "count"),
                    .init("rate", unit: "share"),
                ],
                [
                    ["pay", "2026-11-24T10:06:00.000Z", 12, 0.0312], ["pay", "2026-11-24T10:07:00.000Z", 57, 0.124],
                    ["mail", "2026-11-24T10:07:00.000Z", 0, 0.0],
                ])),
        make(
            5, "get_trace", ["trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"],
            output(
                "one trace of 4 spans", "spans",
                [
                    .init("service"), .init("operation"), .init("duration", unit: "ms"), .init("status"),
                    .init("message", isUntrusted: true),
                ],
                [
                    ["web", "GET /", 912.0, "ok", nil], ["cart", "GET /cart", 880.5, "ok", nil],
                    ["cart", "SELECT prices", 6.1, "ok", nil],
                    ["pay", "POST /pay", 30.2, "error", "card declined: \"limit reached\""],
                ])),
        make(
            6, "compare_spans", ["before": "1.4.0", "after": "1.5.0"],
            output(
                "what differs", "operations",
                [
                    .init("operation"), .init("p95_before", unit: "ms"), .init("p95_after", unit: "ms"),
                    .init("calls_per_second", unit: "per_second"), .init("size", unit: "bytes"),
                    .init("change", unit: "share"),
                ],
                [
                    ["GET /cart", 98.0, 640.0, 14.5, 2048, 5.53], ["POST /cart", 110.0, 96.0, 3.0, 1_500_000, -0.127],
                    ["GET /health", 1.0, 1.0, 2.0, 12, 0.0],
                ])),
        make(7, "query_spans", ["group_by": ["service"]], overview),
        make(8, "query_spans", ["group_by": ["service"], "to": "2026-11-24T10:00:00Z"], earlier),
        make(9, "compare_spans", ["filter": "duration > 500 ms"], conditions),
        make(10, "get_trace", ["trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"], tree),
    ]

    static let measures: [ToolTable.Column] = [
        .init("service"), .init("count", unit: "count"), .init("error_rate", unit: "share"),
        .init("p50(duration)", unit: "ms"), .init("p95(duration)", unit: "ms"),
    ]
    static let overview = output(
        "12662 spans of 12662 scanned in 3 groups by service", "rows", measures,
        [
            ["frontend", 4207, 0.020_917_5, 12.2, 46.546], ["checkout", 5271, 0.016_695, 8.4, 33.2444],
            ["payment", 3184, 0.013_819, 3.3, 20.2094],
        ])
    static let earlier = {
        var earlier = output(
            "9120 spans of 9120 scanned in 3 groups by service", "rows", measures,
            [
                ["frontend", 3001, 0.0, 11.9, 14.02], ["checkout", 4100, 0.000_488, 8.2, 11.5],
                ["payment", 2019, 0.0, 3.2, 6.9],
            ])
        earlier.window = Shop.plan().baseline
        return earlier
    }()
    static let conditions = output(
        "2 differences of 44 selected rows against 3140; strongest: span.error.type = 500", "differences",
        [
            .init("condition", isUntrusted: true), .init("selection_share", unit: "share"),
            .init("baseline_share", unit: "share"), .init("selection_rows", unit: "count"),
        ], [["span.error.type = 500", 1.0, 0.0, 44], ["span.shop.currency = JPY", 0.962_1, 0.182_7, 43]])
    static let tree = ToolOutput(
        summary: "trace 4bf92f3577b34da6a3ce929d0e0e4736: 4 spans of 3 services, 912 ms",
        sections: [
            .init(
                name: "tree",
                content: .text("frontend GET / 912 ms\n  checkout GET /quote 880.5 ms\n    payment SELECT 6.1 ms error")
            )
        ], backend: "spans.db", window: Shop.window)

    static func output(
        _ summary: String, _ name: String, _ columns: [ToolTable.Column], _ rows: [[JSONValue]]
    ) -> ToolOutput {
        ToolOutput(
            summary: summary, sections: [.init(name: name, content: .table(ToolTable(columns: columns, rows: rows)))],
            backend: "spans.db", window: Shop.window)
    }

    private static func make(_ id: Int, _ tool: String, _ arguments: JSONValue, _ output: ToolOutput) -> Evidence {
        Evidence(id: EvidenceID(id), tool: tool, arguments: arguments, output: output, takenAt: Shop.at("10:30:00"))
    }

    static let verifier = Verifier(
        evidence: Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }), plan: Shop.plan(),
        facts: Shop.facts)

    /// Holds every sentence of an answer to a person against the evidence it cites as a whole.
    static func outcomes(ofAnswer text: String) -> [Claim.Outcome] {
        let verifier = Verifier(evidence: verifier.evidence, plan: Shop.plan(mode: .answer), facts: Shop.facts)
        return AnswerClaims(text).claims.map(verifier.outcome)
    }

    /// A claim and where it says it can be checked.
    struct Case: Sendable, CustomStringConvertible {
        var text: String
        var citations: [Citation]
        var kind: Claim.Kind

        var description: String { text }
        var outcome: Claim.Outcome {
            verifier.outcome(of: Claim(text: text, kind: kind, citations: citations))
        }
    }

    static func claim(_ text: String, _ citations: Citation..., kind: Claim.Kind = .observed) -> Case {
        Case(text: text, citations: citations, kind: kind)
    }
}

/// A citation, without the words.
func cite(
    _ evidence: String, _ row: [String: JSONValue]? = nil, _ column: String? = nil, _ value: JSONValue? = nil,
    _ unit: String? = nil, section: String? = nil, line: Int? = nil
) -> Citation {
    Citation(evidence: evidence, section: section, row: row, column: column, line: line, value: value, unit: unit)
}
