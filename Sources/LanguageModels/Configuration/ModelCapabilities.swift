/// What a server and its model take. Servers refuse whole requests for one unknown field, so nothing is sent on a guess.
public struct ModelCapabilities: Sendable, Equatable {
    /// Whether answers are streamed; off for servers that lose tool calls while they stream.
    public var streams: Bool
    /// Chat Completions: `stream_options.include_usage`.
    public var takesStreamOptions: Bool
    /// Chat Completions: the output limit is called `max_completion_tokens` rather than `max_tokens`.
    public var namesLimitForReasoning: Bool
    /// Chat Completions: `parallel_tool_calls: true` has to be asked for.
    public var asksForParallelCalls: Bool
    /// Chat Completions: `tool_choice: "none"` is understood.
    public var takesToolChoice: Bool
    /// Anthropic: `thinking: adaptive` with summaries may be asked for.
    public var adaptiveThinking: Bool
    /// Anthropic: `cache_control` marks are understood.
    public var marksCache: Bool
    /// Anthropic: `context_management` may be asked to clear old tool results on the server.
    public var clearsContext: Bool
    /// Whether output tokens include thinking that nobody sees, so that a limit needs room for it.
    public var thinks: Bool
    /// Whether a prompt count far below what was sent means that the server cut the prompt (Ollama's `num_ctx`).
    public var mayCutPrompts: Bool

    /// Makes capabilities; the defaults suit most servers of Chat Completions.
    public init(
        streams: Bool = true, takesStreamOptions: Bool = true, namesLimitForReasoning: Bool = false,
        asksForParallelCalls: Bool = false, takesToolChoice: Bool = true, adaptiveThinking: Bool = false,
        marksCache: Bool = false, clearsContext: Bool = false, thinks: Bool = false, mayCutPrompts: Bool = false
    ) {
        self.streams = streams
        self.takesStreamOptions = takesStreamOptions
        self.namesLimitForReasoning = namesLimitForReasoning
        self.asksForParallelCalls = asksForParallelCalls
        self.takesToolChoice = takesToolChoice
        self.adaptiveThinking = adaptiveThinking
        self.marksCache = marksCache
        self.clearsContext = clearsContext
        self.thinks = thinks
        self.mayCutPrompts = mayCutPrompts
    }
}

extension ModelCapabilities {
    /// What is known of a provider and a model's name.
    public static func known(for provider: ModelConfiguration.Provider, model: String) -> ModelCapabilities {
        switch provider {
        case .anthropic:
            // Opus 5.5 and Fable always think and take no thinking field; the others of the fifth generation take one.
            let always = ["claude-opus-5-5", "claude-fable-", "claude-mythos-"].contains { model.hasPrefix($0) }
            let fifth = ["claude-opus-5", "claude-sonnet-5", "claude-haiku-5"].contains { model.hasPrefix($0) }
            return ModelCapabilities(
                adaptiveThinking: fifth && !always, marksCache: true, clearsContext: true, thinks: fifth || always)
        case .openAI:
            return ModelCapabilities(namesLimitForReasoning: true, thinks: true)
        case .openAICompatible:
            return ModelCapabilities(mayCutPrompts: true)
        }
    }

    /// What is left after a server refused a request with these words; nil where they name nothing that can go.
    func reduced(by complaint: String) -> ModelCapabilities? {
        var reduced = self
        if complaint.contains("stream_options") {
            reduced.takesStreamOptions = false
        } else if complaint.contains("parallel_tool_calls") {
            reduced.asksForParallelCalls = false
        } else if complaint.contains("tool_choice") {
            reduced.takesToolChoice = false
        } else if complaint.contains("max_completion_tokens") || complaint.contains("max_tokens") {
            reduced.namesLimitForReasoning = !namesLimitForReasoning
        } else if complaint.contains("context_management") {
            reduced.clearsContext = false
        } else if complaint.contains("cache_control") {
            reduced.marksCache = false
        } else if complaint.contains("thinking") && adaptiveThinking {
            reduced.adaptiveThinking = false
        }
        return reduced == self ? nil : reduced
    }
}
