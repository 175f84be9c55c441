import JSONValues
import LanguageModels
import TestSupport
import Testing
import ToolKit

@testable import Investigation

/// A conversation that would outgrow its model begins anew with what was found.
struct CheckpointTests {
    /// A model with a small context that asks for large results until the conversation begins anew, then reports.
    private final class SmallModel: LanguageModel {
        let identity = ModelIdentity(provider: "scripted", model: "small")
        let contextTokens: Int?
        let script: ScriptedModel

        init(contextTokens: Int?, _ answer: @escaping @Sendable (ModelRequest) -> ModelTurn) {
            self.contextTokens = contextTokens
            script = ScriptedModel(Array(repeating: .reaction(answer), count: 30))
        }

        func respond(
            to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
        ) async throws(ModelFailure) -> ModelTurn { try await script.respond(to: request, onDelta: onDelta) }
    }

    private static let large = Shop.tool("get_trace") { _ in
        ToolOutput(
            summary: "a large trace",
            sections: [.init(name: "tree", content: .text(String(repeating: "span\n", count: 2200)))],
            backend: "spans.db")
    }

    private static func hasCheckpoint(_ request: ModelRequest) -> Bool {
        request.messages.contains { message in
            if case .user(let text) = message { text.contains(LoopWords.checkpoint.prefix(40)) } else { false }
        }
    }

    private static func turn(_ calls: ToolCall...) -> ModelTurn {
        ModelTurn(blocks: calls.map { .toolCall($0) }, stop: .toolCalls)
    }

    /// Asks until there is a checkpoint, then goes on from the ledger.
    private static func answer(_ request: ModelRequest) -> ModelTurn {
        let count = request.messages.count
        guard hasCheckpoint(request) else {
            if count == 1 { return turn(Shop.call("query_spans", ["group_by": ["build"]])) }
            if count == 3 { return turn(Shop.call("hypotheses", Shop.ledger)) }
            return turn(Shop.call("get_trace", ["trace_id": .string("\(count)")]))
        }
        return turn(Shop.call("submit_report", Shop.submissionFromBuilds))
    }

    private func run(_ model: any LanguageModel, _ recorder: InMemoryRecorder = InMemoryRecorder()) async throws
        -> Report
    {
        try await Shop.investigator([model], recorder: recorder, registry: Shop.registry([Self.large]))
            .investigate(Shop.plan())
    }

    @Test func `what was found is kept, what was said is not, and the report still verifies`() async throws {
        let model = SmallModel(contextTokens: 24_000, Self.answer)
        let recorder = InMemoryRecorder()
        let report = try await run(model, recorder)
        #expect(report.verifiedClaims == 1 && report.outcome == .causeFound)
        #expect(report.hypotheses.map(\.id) == ["H1", "H2", "H3"])
        let last = try #require(model.script.requests.last)
        #expect(last.messages.count == 2, "the first message and the checkpoint")
        #expect(last.messages.first == model.script.requests.first?.messages.first)
        guard case .user(let text) = last.messages[1] else { return #expect(Bool(false)) }
        let checkpoint = try JSONValue(parsing: text)
        #expect(checkpoint["results"]?[1]?["evidence"] == "E2")
        #expect(checkpoint["results"]?[1]?["summary"] == "2 builds of cart, by p99")
        #expect(checkpoint["ledger"]?.text.contains("build 1.5.0 of cart is slow") == true)
        #expect(model.script.requests.allSatisfy { ContextEstimate($0).tokens + $0.maximumOutputTokens <= 24_000 })
    }

    @Test func `a model that says its context is full gets another chance on a short conversation`() async throws {
        let model = SmallModel(contextTokens: nil) { request in
            if !Self.hasCheckpoint(request), request.messages.count > 5 {
                return ModelTurn(blocks: [], stop: .contextFull)
            }
            return Self.answer(request)
        }
        let report = try await run(model)
        #expect(report.verifiedClaims == 1)
    }

    @Test func `a context that is full from the beginning ends in the next model, not in a circle`() async throws {
        let model = SmallModel(contextTokens: nil) { _ in ModelTurn(blocks: [], stop: .contextFull) }
        let report = try await run(model)
        #expect(report.notes.contains { $0.contains("no model answered") })
        #expect(model.script.requests.count == 1)
        let tiny = SmallModel(contextTokens: 10) { Self.answer($0) }
        #expect(try await run(tiny).title == "GET /cart of cart is slow" || tiny.script.requests.count < 30)
    }

    @Test func `a checkpoint is made from the transcript alone, so a resumed run makes the same`() async throws {
        let whole = SmallModel(contextTokens: 24_000, Self.answer)
        let report = try await run(whole)
        let recorder = InMemoryRecorder()
        for writes in 1...40 {
            recorder.die(afterWrites: writes % 4 + 1)
            let model = SmallModel(contextTokens: 24_000, Self.answer)
            if let resumed = try? await run(model, recorder) {
                #expect(resumed.claims == report.claims)
                return
            }
        }
        Issue.record("never finished")
    }
}
