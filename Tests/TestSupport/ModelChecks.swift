import JSONValues
public import LanguageModels
import Synchronization
public import Testing

/// What every language model has to keep, whoever made it.
public enum ModelChecks {
    /// Asks once and checks the turn against the contract of `LanguageModel`.
    @discardableResult
    public static func turn(
        of model: any LanguageModel, _ request: ModelRequest, _ location: SourceLocation = #_sourceLocation
    ) async throws -> ModelTurn {
        let shown = Mutex<[ModelDelta]>([])
        let turn = try await model.respond(to: request) { delta in shown.withLock { $0.append(delta) } }
        let calls = turn.toolCalls
        #expect((turn.stop == .toolCalls) == !calls.isEmpty, sourceLocation: location)
        #expect(!turn.text.isEmpty || !calls.isEmpty || turn.stop == .outputLimit, sourceLocation: location)
        #expect(Set(calls.map(\.id)).count == calls.count, "two calls share an id", sourceLocation: location)
        #expect(calls.allSatisfy { !$0.id.isEmpty && !$0.name.isEmpty }, sourceLocation: location)
        #expect(
            calls.allSatisfy { ($0.arguments.object != nil) != ($0.invalidArguments != nil) }, sourceLocation: location)
        #expect(request.mayCallTools || calls.isEmpty, sourceLocation: location)
        let words = shown.withLock(\.self).compactMap { if case .text(let text) = $0 { text } else { nil } }
        #expect(turn.text.isEmpty || !words.isEmpty, "nothing was shown", sourceLocation: location)
        return turn
    }

    /// A cancelled run gets `cancelled` and nothing else.
    public static func cancellation(
        of model: any LanguageModel, _ request: ModelRequest, _ location: SourceLocation = #_sourceLocation
    ) async {
        await withTaskGroup(of: ModelFailure.Code?.self) { group in
            group.cancelAll()
            group.addTask {
                do throws(ModelFailure) {
                    _ = try await model.respond(to: request) { _ in }
                    return nil
                } catch { return error.code }
            }
            #expect(await group.next() == .cancelled, sourceLocation: location)
        }
    }
}
