public import OutboundHTTP

/// Chat Completions, as OpenAI-compatible servers speak it, with their quirks.
public struct OpenAIChatCompletions: LanguageModel {
    public let identity: ModelIdentity
    public let contextTokens: Int?
    private let endpoint: ModelEndpoint
    private let format: ChatRequest

    /// Makes a model.
    public init(
        _ configuration: ModelConfiguration, client: HTTPClient, waiting: RetryWaiting = .system
    ) {
        let base = configuration.baseURL ?? "https://api.openai.com/v1"
        identity = configuration.identity
        contextTokens = configuration.limits.contextTokens
        endpoint = ModelEndpoint(
            configuration, base, path: "chat/completions", headers: ModelEndpoint.bearer(configuration.key), client,
            waiting)
        format = ChatRequest(configuration)
    }

    public func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        try await endpoint.answer(format, to: request, identity, onDelta: onDelta)
    }
}
