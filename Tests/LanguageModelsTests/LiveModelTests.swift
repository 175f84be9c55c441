import Foundation
import JSONValues
import LanguageModels
import OutboundHTTP
import TestSupport
import Testing

/// A real model server on this machine, where there is one.
struct LiveModelTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let url = environment["WHYD_LIVE_MODEL_URL"]
    /// The protocols it speaks.
    private static let providers = (environment["WHYD_LIVE_MODEL_PROVIDERS"] ?? "openai-compatible,anthropic")
        .split(separator: ",").compactMap { ModelConfiguration.Provider(rawValue: String($0)) }

    @Test(
        .enabled(
            if: LiveModelTests.url != nil, "WHYD_LIVE_MODEL_URL names no model server, such as http://127.0.0.1:8080"),
        arguments: LiveModelTests.providers)
    func `a live server answers`(provider: ModelConfiguration.Provider) async throws {
        let name = Self.environment["WHYD_LIVE_MODEL_NAME"] ?? "local"
        let configuration = ModelConfiguration(provider: provider, model: name, baseURL: Self.url, key: APIKey("none"))
        let model = try ModelFactory.model(configuration, client: HTTPClient())
        var request = Conversations.question
        request.maximumOutputTokens = 64
        let turn = try await ModelChecks.turn(of: model, request)
        #expect(turn.usage.output > 0)
        request.mayCallTools = false
        try await ModelChecks.turn(of: model, request)
    }
}
