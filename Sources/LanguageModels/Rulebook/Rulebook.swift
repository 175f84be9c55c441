import ToolKit

/// Drives an investigation by fixed rules: the floor under every report, and what runs where no model is configured.
///
/// It reads the same conversation as a model, calls the same tools and submits the same report. Deterministic: the same
/// conversation always gives the same answer.
public struct Rulebook: LanguageModel {
    public let identity = ModelIdentity(provider: "rulebook", model: "1")

    /// Makes a rulebook.
    public init() {}

    public func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        if Task.isCancelled { throw ModelFailure(.cancelled, "the rulebook was stopped") }
        guard let conversation = RulebookConversation(request.messages) else {
            throw ModelFailure(
                .invalidRequest, "the rulebook needs the opening message of an investigation, as JSON")
        }
        let tools = Set(request.tools.map(\.name.text))
        let reply =
            conversation.isQuestion
            ? RulebookQuestion(conversation, tools).reply(mayCallTools: request.mayCallTools)
            : RulebookInvestigation(conversation, request.tools).reply(mayCallTools: request.mayCallTools)
        for block in reply.blocks {
            switch block {
            case .text(let text): await onDelta(.text(text))
            case .thinking(let text): await onDelta(.thinking(text))
            case .toolCall(let call): await onDelta(.toolCallStarted(name: call.name))
            }
        }
        return reply
    }
}
