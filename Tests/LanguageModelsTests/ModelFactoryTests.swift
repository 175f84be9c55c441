import LanguageModels
import OutboundHTTP
import Testing

struct ModelFactoryTests {
    private func make(_ configuration: ModelConfiguration) throws -> any LanguageModel {
        try ModelFactory.model(configuration, client: HTTPClient())
    }

    @Test func `a model answers in the name it was configured with`() throws {
        let model = try make(
            ModelConfiguration(provider: .anthropic, model: "claude-sonnet-5-5", key: APIKey("k")))
        #expect(model.identity == ModelIdentity(provider: "anthropic", model: "claude-sonnet-5-5"))
    }

    @Test func `what can never work is said at once`() {
        #expect(throws: ModelFailure.self) {
            try make(ModelConfiguration(provider: .openAICompatible, model: "m", key: APIKey("k")))
        }
        #expect(throws: ModelFailure.self) { try make(ModelConfiguration(provider: .anthropic, model: "m")) }
        #expect(throws: ModelFailure.self) {
            try make(ModelConfiguration(provider: .openAI, model: "", key: APIKey("k")))
        }
    }

    @Test func `a key shows itself nowhere`() {
        let configuration = ModelConfiguration(provider: .openAI, model: "m", key: APIKey("sk-secret"))
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("sk-secret"))
    }
}
