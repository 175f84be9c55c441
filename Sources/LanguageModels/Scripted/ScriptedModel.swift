import Synchronization

/// A model that says what a test wrote down.
///
/// The answer is chosen by how many answers the conversation holds, so a resumed investigation continues where it was.
/// It passes the conformance suite of all models.
public final class ScriptedModel: LanguageModel {
    /// What is said at one step.
    public enum Answer: Sendable {
        case turn(ModelTurn)
        case failure(ModelFailure)
        /// Made from the conversation.
        case reaction(@Sendable (ModelRequest) -> ModelTurn)
    }

    public let identity: ModelIdentity
    private let answers: [Answer]
    private let received = Mutex<[ModelRequest]>([])

    /// Makes a model; past its last answer it fails with `malformedAnswer`.
    public init(
        _ answers: [Answer], identity: ModelIdentity = ModelIdentity(provider: "scripted", model: "script")
    ) {
        self.answers = answers
        self.identity = identity
    }

    /// Every conversation it was asked to continue, in order.
    public var requests: [ModelRequest] { received.withLock { $0 } }

    public func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        received.withLock { $0.append(request) }
        guard !Task.isCancelled else { throw ModelFailure(.cancelled, "the run was cancelled") }
        let step = request.messages.count { if case .assistant = $0 { true } else { false } }
        guard step < answers.count else {
            throw ModelFailure(.malformedAnswer, "the script has no answer \(step + 1)")
        }
        let turn: ModelTurn
        switch answers[step] {
        case .turn(let written): turn = written
        case .failure(let failure): throw failure
        case .reaction(let react): turn = react(request)
        }
        for block in turn.blocks { await onDelta(ModelDelta(block)) }
        return turn
    }
}

extension ScriptedModel.Answer {
    /// Plain words that end the turn.
    public static func text(_ text: String, usage: TokenUsage = TokenUsage()) -> Self {
        .turn(ModelTurn(blocks: [.text(text)], stop: .finished, usage: usage))
    }

    /// Tool calls.
    public static func calls(_ calls: ToolCall..., usage: TokenUsage = TokenUsage()) -> Self {
        .turn(ModelTurn(blocks: calls.map { .toolCall($0) }, stop: .toolCalls, usage: usage))
    }
}

extension ModelDelta {
    /// A whole block, shown at once.
    init(_ block: ModelTurn.Block) {
        switch block {
        case .text(let text): self = .text(text)
        case .thinking(let text): self = .thinking(text)
        case .toolCall(let call): self = .toolCallStarted(name: call.name)
        }
    }
}
