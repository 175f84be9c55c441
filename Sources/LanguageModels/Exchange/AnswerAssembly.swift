import JSONValues

/// Puts an answer together from what a provider sends: a pure struct, fed event by event or with a whole answer.
protocol AnswerAssembly: Sendable {
    /// Whether the provider has said that the answer is over.
    var isComplete: Bool { get }
    /// Whether an end of the stream here is an end of the answer, although nobody said so.
    var mayEndHere: Bool { get }

    /// Takes one event of the stream and says what to show; `[DONE]` comes as a string.
    mutating func receive(_ event: JSONValue, named name: String) throws(ModelFailure) -> [ModelDelta]

    /// Takes an answer that was not streamed.
    mutating func receiveWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelDelta]

    /// The turn.
    ///
    /// - Throws: `ModelFailure` for a refusal, a full context or an empty answer.
    func turn() throws(ModelFailure) -> ModelTurn
}

/// A provider's request, ready to be sent.
struct ProviderCall<Assembly: AnswerAssembly>: Sendable {
    var body: JSONValue
    var isStreaming: Bool
    var assembly: Assembly
}
