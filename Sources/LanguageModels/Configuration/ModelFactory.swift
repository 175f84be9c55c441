public import OutboundHTTP

/// Makes the model an investigation talks to.
public enum ModelFactory {
    /// The chain of the configured models, in order, ending in `last` (the rulebook); nil where there is neither.
    ///
    /// - Throws: `ModelFailure.invalidRequest` for a configuration that can never work.
    public static func make(
        _ configurations: [ModelConfiguration], client: HTTPClient, waiting: RetryWaiting = .system,
        last: (any LanguageModel)? = nil, onSwitch: @escaping @Sendable (FallbackModel.Switch) async -> Void = { _ in }
    ) throws(ModelFailure) -> (any LanguageModel)? {
        var models: [any LanguageModel] = []
        for configuration in configurations {
            models.append(try model(configuration, client: client, waiting: waiting))
        }
        if let last { models.append(last) }
        guard let first = models.first else { return nil }
        return models.count == 1 ? first : FallbackModel(first, Array(models.dropFirst()), onSwitch: onSwitch)
    }

    /// One configured model.
    ///
    /// - Throws: `ModelFailure.invalidRequest` or `.authentication` for a configuration that can never work.
    public static func model(
        _ configuration: ModelConfiguration, client: HTTPClient, waiting: RetryWaiting = .system
    ) throws(ModelFailure) -> any LanguageModel {
        guard !configuration.model.isEmpty else { throw ModelFailure(.invalidRequest, "a model has no name") }
        if configuration.key == nil, configuration.baseURL == nil {
            throw ModelFailure(
                .authentication, "\(configuration.identity) has no key",
                hint: "name the environment variable that holds it, and set it")
        }
        switch configuration.provider {
        case .anthropic: return AnthropicMessages(configuration, client: client, waiting: waiting)
        case .openAI: return OpenAIResponses(configuration, client: client, waiting: waiting)
        case .openAICompatible:
            guard configuration.baseURL != nil else {
                throw ModelFailure(
                    .invalidRequest, "\(configuration.identity) has no base URL",
                    hint: "say where it is served, such as http://127.0.0.1:8080/v1")
            }
            return OpenAIChatCompletions(configuration, client: client, waiting: waiting)
        }
    }
}
