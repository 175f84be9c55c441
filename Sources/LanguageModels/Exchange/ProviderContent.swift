import JSONValues

/// A provider's own record of a turn, kept with the name of who may read it.
struct ProviderContent: Sendable, Equatable {
    /// The protocol: `anthropic-messages`, `chat-completions`, `responses`.
    var api: String
    var model: String
    var content: JSONValue

    var json: JSONValue { ["api": .string(api), "model": .string(model), "content": content] }

    /// The content of a turn, where this protocol and model wrote it.
    static func content(of turn: ModelTurn, api: String, model: String) -> JSONValue? {
        guard let stored = turn.providerContent, stored["api"]?.string == api, stored["model"]?.string == model
        else { return nil }
        return stored["content"]
    }
}
