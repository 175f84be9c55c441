import LanguageModels
import OutboundHTTP
import Testing

struct ModelFactoryTests {
    private func make(_ configurations: ModelConfiguration..., last: (any LanguageModel)? = nil) throws -> (
        any LanguageModel
    )? {
        try ModelFactory.make(configurations, client: HTTPClient(), last: last)
    }

    @Test func `without configuration the last model drives alone`() throws {
        #expect(try make() == nil)
        #expect(try make(last: ScriptedModel([]))?.identity.provider == "scripted")
    }

    @Test func `a chain answers in the name of its first model`() throws {
        let model = try make(
            ModelConfiguration(provider: .anthropic, model: "claude-sonnet-5-5", key: APIKey("k")),
            ModelConfiguration(provider: .openAI, model: "gpt-6.2-sol", key: APIKey("k")), last: ScriptedModel([]))
        #expect(model?.identity == ModelIdentity(provider: "anthropic", model: "claude-sonnet-5-5"))
        #expect(model is FallbackModel)
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
