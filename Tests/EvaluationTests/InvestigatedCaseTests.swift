import Investigation
import JSONValues
import Telemetry
import Testing
import ToolKit

@testable import Evaluation

/// How a report is scored: its own answer stands first, and to have none is not to be right.
struct InvestigatedCaseTests {
    private func investigated(_ report: Report, scores: [(String, Double)]) -> InvestigatedCase {
        let time = Timestamp(seconds: 1_700_000_000)
        let range = TimeRange(start: time, end: time + .seconds(60))
        let table = ToolTable(
            columns: [.init("service"), .init("score")], rows: scores.map { [.string($0.0), .number($0.1)] })
        let output = ToolOutput(
            summary: "", sections: [.init(name: "localisation", content: .table(table))], backend: "test",
            window: range, notes: [])
        let plan = InvestigationPlan(
            id: "I", question: "?", signals: [], window: range, baseline: range, now: time, pseudonymKey: "key")
        let evidence = [Evidence(id: EvidenceID(1), tool: "dossier", arguments: [:], output: output, takenAt: time)]
        return InvestigatedCase(
            report: report, evidence: evidence,
            audit: ReportAudit(report, transcript: [], evidence: evidence, plan: plan), seconds: 0)
    }

    private func report(_ outcome: Report.Outcome, _ service: String?) -> Report {
        Report(
            title: "t", answer: "a", outcome: outcome,
            cause: service.map { Cause(statement: "s", path: [.init(service: $0)]) })
    }

    private let scores = [("stock", 3.0), ("web", 2.0), ("cart", 2.0)]

    @Test func `a report without a cause leaves its place empty, and what the dossier ranks first comes second`() {
        for outcome in [Report.Outcome.inconclusive, .noFault] {
            let investigated = investigated(report(outcome, nil), scores: scores)
            #expect(investigated.services.first?.candidate == "")
            #expect(investigated.rank(of: "stock") == 2)
        }
        // A cause that the gate did not let through is none either.
        #expect(investigated(report(.inconclusive, "stock"), scores: scores).rank(of: "stock") == 2)
    }

    @Test func `the answer of the report stands before the dossier's order`() {
        let investigated = investigated(report(.causeFound, "web"), scores: scores)
        #expect(investigated.rank(of: "web") == 1 && investigated.rank(of: "stock") == 2)
    }

    @Test func `a tie with the answer counts against it, whoever was written first`() {
        let investigated = investigated(
            report(.causeFound, "web"), scores: [("web", 2.0), ("cart", 2.0), ("stock", 1.0)])
        #expect(investigated.rank(of: "web") == 2 && investigated.rank(of: "stock") == 3)
    }
}
