public import OutboundHTTP

/// OpenAI's Responses API, without server-side state: every request carries the whole conversation.
public struct OpenAIResponses: LanguageModel {
    public let identity: ModelIdentity
    public let contextTokens: Int?
    private let endpoint: ModelEndpoint
    private let format: ResponsesRequest

    /// Makes a model.
    public init(
        _ configuration: ModelConfiguration, client: HTTPClient, waiting: RetryWaiting = .system
    ) {
        let base = configuration.baseURL ?? "https://api.openai.com/v1"
        identity = configuration.identity
        contextTokens = configuration.limits.contextTokens
        endpoint = ModelEndpoint(
            client: client, url: ModelEndpoint.url(base: base, path: "responses"),
            headers: ModelEndpoint.bearer(configuration.key), limits: configuration.limits, waiting: waiting,
            key: configuration.key)
        format = ResponsesRequest(configuration)
    }

    public func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        do throws(ExchangeFailure) {
            return try await endpoint.answer(format.call(for: request, identity), onDelta: onDelta)
        } catch { throw error.failure }
    }
}
