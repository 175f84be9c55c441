import Casebook
import Foundation
import Investigation
import JSONValues
import LanguageModels
import Telemetry
import ToolKit

let noon = Timestamp(seconds: 1_790_000_000)

func plan(_ id: String = "inv-1", caseID: Int64? = nil, destinations: [String] = []) -> InvestigationPlan {
    InvestigationPlan(
        id: id, caseID: caseID.map(String.init), question: "why do charges fail?",
        window: TimeRange(last: .seconds(300), before: noon),
        baseline: TimeRange(last: .seconds(3600), before: noon - .seconds(300)), now: noon, destinations: destinations,
        pseudonymKey: "local")
}

func evidence(_ number: Int) -> Evidence {
    Evidence(
        id: EvidenceID(number), tool: "query_spans", arguments: ["service": "payment"],
        output: ToolOutput(
            summary: "44 of 247 charges failed",
            sections: [
                .init(
                    name: "spans",
                    content: .table(
                        ToolTable(
                            columns: [.init("service.version"), .init("errors", unit: "count")],
                            rows: [["1.6.0", 44]])))
            ], backend: "spans.db"),
        takenAt: noon)
}

/// An answer of a model; only the loop makes them, so this one is read from its stored form.
func answered(dollars: Double?, at time: Timestamp = noon) throws -> TranscriptEntry {
    let turn = ModelTurn(
        blocks: [.text("look at payment")], stop: .finished, usage: TokenUsage(input: 1000, output: 50))
    let model = ModelIdentity(provider: "scripted", model: "1")
    let answer: TranscriptEntry.Answer = try JSONValue.object([
        "turn": try JSONValue(encoding: turn), "model": try JSONValue(encoding: model),
        "cost": dollars.map { .number($0) } ?? .null, "endedAt": .integer(time.nanoseconds),
    ]).decode()
    return .answered(answer)
}

func report(_ title: String = "payment 1.6.0 fails charges in yen") -> Report {
    Report(
        title: title, answer: "Charges in yen fail since payment 1.6.0.", outcome: .causeFound, severity: .critical,
        confidence: .likely,
        impact: Impact(affected: [.init(service: "payment", operation: "POST /charges")]),
        cause: Cause(
            statement: "minor_unit finds no row for JPY", path: [.init(service: "payment")],
            badBuild: .init(service: "payment", build: "1.6.0", previous: "1.5.0")),
        suspects: [
            Suspect(kind: .commit, name: "0f2b1c3", reason: "adds the failing line", file: "payment/rates.py", line: 35)
        ],
        claims: [
            Claim(
                text: "44 of 247 charges failed",
                citations: [
                    Citation(
                        evidence: "E2", section: "spans", row: ["service.version": "1.6.0"], column: "errors",
                        value: 44, unit: "count")
                ], outcome: .init(.verified)),
            Claim(text: "yen have no row", kind: .inferred, outcome: .init(.rejected, reasons: ["nothing cited"])),
        ],
        hypotheses: [
            Hypothesis(id: "H1", statement: "the new build", status: .supported, supporting: [EvidenceID(2)]),
            Hypothesis(id: "H2", statement: "no fault", kind: .noFault, status: .refuted, opposing: [EvidenceID(2)]),
        ],
        making: Making(models: ["rulebook/1"], steps: 3))
}
