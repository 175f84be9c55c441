/// The last rules every provider's answer passes before it is a turn.
struct FinishedAnswer {
    var blocks: [ModelTurn.Block]
    /// Whether the output limit ended it. Calls that it cut are already gone from `blocks`.
    var isCut: Bool
    var usage: TokenUsage
    var identity: ModelIdentity
    var content: ProviderContent

    /// The turn; whether it calls tools is decided by its calls, not by what the server says about them.
    ///
    /// - Throws: `malformedAnswer` where there is neither text nor a call, and the output limit is not the reason.
    func turn() throws(ModelFailure) -> ModelTurn {
        let hasCalls = blocks.contains { if case .toolCall = $0 { true } else { false } }
        let hasText = blocks.contains {
            if case .text(let text) = $0 { !text.allSatisfy(\.isWhitespace) } else { false }
        }
        guard hasCalls || hasText || isCut else {
            throw ModelFailure(.malformedAnswer, "the answer is empty", hint: "ask again, or say what is expected")
        }
        return ModelTurn(
            blocks: blocks, stop: hasCalls ? .toolCalls : isCut ? .outputLimit : .finished, usage: usage,
            providerContent: content.json, answeredBy: identity)
    }
}
