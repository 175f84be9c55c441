import LanguageModels
import Synchronization
import TestSupport
import Testing

struct FallbackModelTests {
    private let first = ModelIdentity(provider: "scripted", model: "first")
    private let second = ModelIdentity(provider: "scripted", model: "second")

    private func failing(_ code: ModelFailure.Code) -> ScriptedModel {
        ScriptedModel([.failure(ModelFailure(code, "no"))], identity: first)
    }

    private var answering: ScriptedModel { ScriptedModel([.text("Yes.")], identity: second) }

    @Test(arguments: [
        ModelFailure.Code.authentication, .overloaded, .spendLimit, .refused, .malformedAnswer, .unreachable,
        .invalidRequest,
    ]) func `where one gives no answer the next is asked`(code: ModelFailure.Code) async throws {
        let switches = Mutex<[FallbackModel.Switch]>([])
        let model = FallbackModel(
            failing(code), [answering], onSwitch: { change in switches.withLock { $0.append(change) } })
        let turn = try await ModelChecks.turn(of: model, Conversations.question)
        #expect(turn.text == "Yes." && turn.answeredBy == second)
        #expect(switches.withLock(\.self).map(\.failure.code) == [code])
    }

    @Test(arguments: [ModelFailure.Code.contextFull, .cancelled]) func `what another cannot help with is the caller's`(
        code: ModelFailure.Code
    ) async throws {
        let next = answering
        #expect(await failureCode(FallbackModel(failing(code), [next])) == code)
        #expect(next.requests.isEmpty)
    }

    @Test func `a model that failed rests and is asked again later`() async throws {
        let now = Mutex(ContinuousClock.now)
        let dead = failing(.unreachable)
        let model = FallbackModel(dead, [answering], now: { now.withLock(\.self) })
        for _ in 0..<3 { try await ModelChecks.turn(of: model, Conversations.question) }
        #expect(dead.requests.count == 1)
        now.withLock { $0 += .seconds(61) }
        try await ModelChecks.turn(of: model, Conversations.question)
        #expect(dead.requests.count == 2)
    }

    @Test func `when all fail the last failure is told and all are tried again`() async {
        let only = failing(.overloaded)
        let model = FallbackModel(only, [failing(.authentication)])
        #expect(await failureCode(model) == .authentication)
        #expect(await failureCode(model) == .authentication)
        #expect(only.requests.count == 2)
    }
}
