import JSONValues
import LanguageModels
import TestSupport
import Testing
import ToolKit

@testable import Investigation

struct StoredAnswersTests {
    private func evidence(of run: InMemoryRecorder) -> [Evidence] { run.now.evidence["i1"] ?? [] }

    @Test func `another model gets the stored answers and the stored dossier, and nothing else`() async throws {
        let recorder = InMemoryRecorder()
        let first = try await Shop.investigator([ScriptedModel(Shop.goodScript)], recorder: recorder)
            .investigate(Shop.plan())
        // Tools that would answer differently now are not asked.
        let today = Shop.registry([Shop.tool("query_spans") { _ in Shop.diff }])
        let stored = StoredAnswers.registry(today, answering: evidence(of: recorder))
        var script = Shop.goodScript
        script.insert(.calls(Shop.call("query_spans", ["group_by": ["pod"]], id: "new")), at: 1)
        let model = ScriptedModel(script)
        let second = try await Shop.investigator(
            [model], registry: stored, dossiers: StoredDossier(Shop.dossier)
        ).investigate(Shop.plan(id: "again"))
        #expect(second.claims == first.claims && second.cause == first.cause)
        #expect(second.confidence == .confirmed)
        guard case .toolResults(let results) = model.requests[2].messages.last else {
            Issue.record("no results")
            return
        }
        #expect(results[0].isError)
        #expect(results[0].content.contains("was never made"))
        #expect(results[0].content.contains("group_by"), "the hint names the calls that are stored")
    }

    @Test func `claims are held against other evidence`() async throws {
        let recorder = InMemoryRecorder()
        let report = try await Shop.investigator([ScriptedModel(Shop.goodScript)], recorder: recorder)
            .investigate(Shop.plan())
        let replay = EvidenceReplay(registry: Shop.registry(), plan: Shop.plan())
        var fresh = evidence(of: recorder)
        #expect(replay.rechecked(report, on: fresh, facts: Shop.facts).verifiedClaims == 1)
        fresh[1].output = ToolOutput(summary: "nothing left", sections: [], backend: "spans.db")
        #expect(replay.rechecked(report, on: fresh, facts: Shop.facts).claims[0].outcome.status == .rejected)
    }
}
