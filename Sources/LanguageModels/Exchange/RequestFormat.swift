import JSONValues

/// How one provider wants a conversation written.
protocol RequestFormat: Sendable {
    associatedtype Assembly: AnswerAssembly

    /// The request, and what puts its answer together.
    func call(for request: ModelRequest, _ identity: ModelIdentity) -> ProviderCall<Assembly>

    /// What to send instead after a refusal; nil where nothing would change.
    func adapted(to failure: ExchangeFailure) -> Self?
}

extension RequestFormat {
    func adapted(to failure: ExchangeFailure) -> Self? { nil }
}

extension ModelEndpoint {
    /// Asks, again in other words where a refusal names what it does not take.
    func answer(
        _ format: some RequestFormat, to request: ModelRequest, _ identity: ModelIdentity,
        onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        var format = format
        while true {
            do throws(ExchangeFailure) {
                return try await answer(format.call(for: request, identity), onDelta: onDelta)
            } catch {
                guard let next = format.adapted(to: error) else { throw error.failure }
                format = next
            }
        }
    }
}

/// What every provider's request is written with.
struct RequestSettings: Sendable, Equatable {
    var model: String
    var effort: String?
    var capabilities: ModelCapabilities
    /// Output that thinking may take beside the answer.
    private var thinkingTokens: Int

    /// - Parameter provider: whose models are meant where the configuration says nothing of what they can do.
    init(_ configuration: ModelConfiguration, as provider: ModelConfiguration.Provider) {
        model = configuration.model
        effort = configuration.effort
        capabilities = configuration.capabilities ?? .known(for: provider, model: configuration.model)
        thinkingTokens = configuration.limits.thinkingTokens ?? (capabilities.thinks ? 8192 : 0)
    }

    /// The most output a request may ask for.
    func outputTokens(of request: ModelRequest) -> JSONValue {
        .integer(Int64(request.maximumOutputTokens + thinkingTokens))
    }
}

extension ToolCallResult {
    /// The content for protocols that have no mark for a failed call, so that the words carry it.
    var markedContent: String { isError && !content.hasPrefix("Error") ? "Error: \(content)" : content }
}
