import JSONValues
import LanguageModels
import TestSupport
import Testing
import ToolKit

@testable import Investigation

struct AskTests {
    private static let answer = "The p99 of build 1.5.0 is 851 ms [E2]. Build 1.4.0 has 900 ms [E2]. Ask again."

    @Test func `an answer is words with citations that were checked`() async throws {
        let model = ScriptedModel([.calls(Shop.call("query_spans")), .text(Self.answer)])
        let recorder = InMemoryRecorder()
        let report = try await Shop.investigator([model], recorder: recorder)
            .investigate(Shop.plan(mode: .answer, question: "Why is cart slow?"))
        #expect(report.outcome == .answered)
        #expect(report.answer == Self.answer)
        #expect(report.claims.map(\.outcome.status) == [.verified, .rejected])
        #expect(model.requests[0].tools.map(\.name.text) == ["diff_builds", "query_spans", "read_evidence"])
    }

    @Test func `a follow-up keeps the conversation and gets a budget of its own`() async throws {
        let model = ScriptedModel([
            .text("It is 851 ms."), .calls(Shop.call("query_spans")), .text("Since 10:05 [E2]."),
        ])
        let investigator = Shop.investigator([model])
        let plan = Shop.plan(mode: .answer, budget: Budget(steps: 3), question: "How slow?")
        _ = try await investigator.ask("How slow?", in: plan)
        let report = try await investigator.ask("Since when?", in: plan)
        #expect(report.answer == "Since 10:05 [E2].")
        #expect(model.requests[1].messages.count == 3)
        #expect(model.requests[1].messages.last == .user("Since when?"))
    }

    @Test func `stored results can be filtered, sorted and summed up`() throws {
        let evidence = [
            EvidenceID(2): Evidence(
                id: EvidenceID(2), tool: "query_spans", arguments: [:], output: Shop.builds, takenAt: Shop.onset)
        ]
        func read(_ arguments: JSONValue) throws -> [[JSONValue]] {
            let reading = try arguments.decode(EvidenceReading.self)
            guard case .table(let table) = try reading.output(from: evidence).sections[0].content else { return [] }
            return table.rows
        }
        #expect(
            try read(["evidence": "E2", "columns": ["build"], "where": [["column": "p99", "op": ">", "value": 200]]])
                == [["1.5.0"]])
        #expect(try read(["evidence": "E2", "columns": ["build"], "order_by": "count"]) == [["1.4.0"], ["1.5.0"]])
        #expect(try read(["evidence": "E2", "aggregate": "sum", "aggregate_column": "count"]) == [[43_330.0]])
        #expect(
            try read(["evidence": "E2", "aggregate": "max", "aggregate_column": "p99", "group_by": "service"]) == [
                ["cart", 851.0]
            ])
        #expect(throws: ToolFailure.self) { try read(["evidence": "E9"]) }
        #expect(throws: ToolFailure.self) { try read(["evidence": "E2", "columns": ["bild"]]) }
    }
}
