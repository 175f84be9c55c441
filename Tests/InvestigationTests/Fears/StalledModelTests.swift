import LanguageModels
import TestSupport
import Testing

@testable import Investigation

/// A provider that takes the request and never answers.
struct StalledModelTests {
    /// Answers only its own cancellation.
    private struct SilentModel: LanguageModel {
        let identity = ModelIdentity(provider: "silent", model: "model")

        func respond(
            to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
        ) async throws(ModelFailure) -> ModelTurn {
            let (never, continuation) = AsyncStream.makeStream(of: Never.self)
            for await _ in never {}
            withExtendedLifetime(continuation) {}
            throw ModelFailure(.cancelled, "the run was cancelled")
        }
    }

    private func investigator(_ models: [any LanguageModel], _ recorder: InMemoryRecorder) -> Investigator {
        Investigator(
            models: models, registry: Shop.registry(), recorder: recorder, dossiers: Shop.Dossiers(),
            now: { Shop.at("10:31:00") }, wait: { _ in })
    }

    @Test func `a model that never answers is given up when the time is used, and there is a report`() async throws {
        let recorder = InMemoryRecorder()
        let report = try await investigator([SilentModel()], recorder).investigate(Shop.plan())
        #expect(recorder.now.reports["i1"]?.last?.isFinal == true)
        #expect(report.title == Shop.dossier.firstReport.title)
        let failures = recorder.now.transcripts["i1"]?.compactMap { entry in
            if case .failed(let failed) = entry { failed.message } else { nil }
        }
        #expect(failures?.count == 1 && failures?[0].contains("had left") == true)
    }

    @Test func `a stopped run says so, not that the model failed`() async throws {
        let investigator = Investigator(
            models: [SilentModel()], registry: Shop.registry(), recorder: InMemoryRecorder(), dossiers: Shop.Dossiers(),
            now: { Shop.at("10:31:00") }, wait: { try await Task.sleep(for: $0) })
        await withTaskGroup(of: InvestigationError.Code?.self) { group in
            group.addTask {
                do throws(InvestigationError) {
                    _ = try await investigator.investigate(
                        Shop.plan(),
                        onEvent: { event in if case .stepStarted = event { withUnsafeCurrentTask { $0?.cancel() } } })
                    return nil
                } catch { return error.code }
            }
            #expect(await group.next() == .cancelled)
        }
    }
}
