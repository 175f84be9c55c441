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
            client: client, url: ModelEndpoint.url(base: base, path: "chat/completions"),
            headers: ModelEndpoint.bearer(configuration.key), limits: configuration.limits, waiting: waiting,
            key: configuration.key)
        format = ChatRequest(configuration)
    }

    public func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        var format = format
        while true {
            do throws(ExchangeFailure) {
                return try await endpoint.answer(format.call(for: request, identity), onDelta: onDelta)
            } catch {
                guard let next = format.adapted(to: error) else { throw error.failure }
                format = next
            }
        }
    }
}
