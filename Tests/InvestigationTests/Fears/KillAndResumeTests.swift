import LanguageModels
import TestSupport
import Testing

@testable import Investigation

/// A run is killed before each write in turn, then resumed by a fresh process.
struct KillAndResumeTests {
    @Test(arguments: 0..<10)
    func `a run killed before any write resumes, and no answer is paid twice but the one in flight`(
        _ writes: Int
    ) async throws {
        let recorder = InMemoryRecorder()
        recorder.die(afterWrites: writes)
        let model = ScriptedModel(Shop.goodScript)
        await #expect(throws: InvestigationError.self) {
            try await Shop.investigator([model], recorder: recorder).investigate(Shop.plan())
        }
        recorder.die(afterWrites: nil)
        let second = ScriptedModel(Shop.goodScript)
        let report = try await Shop.investigator([second], recorder: recorder).resume(Shop.plan())
        #expect(report.confidence == .confirmed)
        #expect(model.requests.count + second.requests.count <= Shop.goodScript.count + 1)
        let kept = recorder.now
        #expect(kept.transcripts["i1"]?.count { if case .answered = $0 { true } else { false } } == 3)
        #expect(kept.evidence["i1"]?.map(\.id.description) == ["E1", "E2", "E3"])
        #expect(kept.reports["i1"]?.last?.isFinal == true)
        #expect(kept.reports["i1"]?.count { $0.isFinal } == 1)
    }

    @Test func `a run killed again and again still pays each answer at most twice`() async throws {
        let recorder = InMemoryRecorder()
        var asked = 0
        for attempt in 1...40 {
            recorder.die(afterWrites: 2)
            let model = ScriptedModel(Shop.goodScript)
            let report = try? await Shop.investigator([model], recorder: recorder).resume(Shop.plan())
            asked += model.requests.count
            if report != nil { break }
            #expect(attempt < 40)
        }
        #expect(asked <= 2 * Shop.goodScript.count)
        #expect(recorder.now.reports["i1"]?.count { $0.isFinal } == 1)
    }

    @Test func `resuming a finished run gives the same report and asks nothing`() async throws {
        let recorder = InMemoryRecorder()
        let first = try await Shop.investigator([ScriptedModel(Shop.goodScript)], recorder: recorder)
            .investigate(Shop.plan())
        let idle = ScriptedModel([])
        let again = try await Shop.investigator([idle], recorder: recorder).resume(Shop.plan())
        #expect(again == first)
        #expect(idle.requests.isEmpty)
    }
}
