public import OutboundHTTP

/// Anthropic's Messages API, or a server that speaks it.
///
/// Versions 2023-06-01 and 2026-10-21 are served alike: no sampling parameters, no prefill, no forced tool choice.
public struct AnthropicMessages: LanguageModel {
    public let identity: ModelIdentity
    public let contextTokens: Int?
    private let endpoint: ModelEndpoint
    private let format: AnthropicRequest

    /// Makes a model.
    public init(
        _ configuration: ModelConfiguration, client: HTTPClient, waiting: RetryWaiting = .system
    ) {
        let base = configuration.baseURL ?? "https://api.anthropic.com"
        var headers: HTTPHeaders = [
            "anthropic-version": configuration.apiVersion, "anthropic-beta": "context-management-2025-06-27",
        ]
        if configuration.baseURL != nil { headers["anthropic-beta"] = nil }
        if let key = configuration.key { headers["x-api-key"] = key.secret }
        identity = configuration.identity
        contextTokens = configuration.limits.contextTokens
        endpoint = ModelEndpoint(configuration, base, path: "messages", headers: headers, client, waiting)
        format = AnthropicRequest(configuration)
    }

    public func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        try await endpoint.answer(format, to: request, identity, onDelta: onDelta)
    }
}
