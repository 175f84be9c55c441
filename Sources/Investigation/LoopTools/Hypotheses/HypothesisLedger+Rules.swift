import JSONValues
import ToolKit

extension HypothesisLedger {
    /// What has to be done before a report is accepted, one sentence each; empty when nothing is missing.
    func missing(silentServices: [String]) -> [String] {
        var missing: [String] = []
        let rivals = hypotheses.filter { $0.kind != .secondCause }
        if rivals.count < 2 { missing.append("record at least two rival hypotheses; there are \(rivals.count)") }
        if !rivals.contains(where: { $0.kind == .noFault }) {
            missing.append("record a hypothesis of kind no_fault: nothing is wrong, or nothing changed")
        }
        for hypothesis in rivals where hypothesis.tests.isEmpty && hypothesis.status != .superseded {
            missing.append("\(hypothesis.id) has no test: run a query that could refute it and add its evidence id")
        }
        if silenceChecks.isEmpty {
            let names = silentServices.isEmpty ? "" : " (\(silentServices.joined(separator: ", ")))"
            missing.append("look at services that went silent\(names) and name the evidence in silent_services_checked")
        }
        let second = hypotheses.filter { $0.kind == .secondCause }
        if !second.contains(where: { $0.status == .refuted || $0.status == .supported }) {
            missing.append(
                "consider a second, independent cause: a hypothesis of kind second_cause, supported or refuted")
        }
        return missing
    }

    /// The ledger as the model reads it.
    func output(silentServices: [String]) -> ToolOutput {
        let columns = ["id", "kind", "status", "statement", "supporting", "opposing", "tests", "reason"]
        let rows = hypotheses.map { hypothesis -> [JSONValue] in
            [
                .string(hypothesis.id), .string(hypothesis.kind.rawValue), .string(hypothesis.status.rawValue),
                .string(hypothesis.statement), Self.list(hypothesis.supporting), Self.list(hypothesis.opposing),
                Self.list(hypothesis.tests), .string(hypothesis.reason),
            ]
        }
        let missing = missing(silentServices: silentServices)
        return ToolOutput(
            summary: "\(hypotheses.count) hypotheses; "
                + (missing.isEmpty ? "nothing is missing" : "still missing below"),
            sections: [
                .init(
                    name: "ledger",
                    content: .table(ToolTable(columns: columns.map { ToolTable.Column($0) }, rows: rows)))
            ],
            backend: "ledger", notes: missing)
    }

    private static func list(_ ids: [EvidenceID]) -> JSONValue {
        .string(ids.map(\.description).joined(separator: " "))
    }
}
