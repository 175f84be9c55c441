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
    ]

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
