public import OutboundHTTP

/// Makes the models an investigation talks to; it asks them in order itself, so that a change of model is recorded.
public enum ModelFactory {
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
