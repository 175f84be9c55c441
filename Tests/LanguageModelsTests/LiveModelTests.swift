import Foundation
import JSONValues
import LanguageModels
import OutboundHTTP
import TestSupport
import Testing

/// A real model server on this machine, where there is one.
struct LiveModelTests {
    private static let url = ProcessInfo.processInfo.environment["WHYD_LIVE_MODEL_URL"]

    @Test(
        .enabled(
            if: LiveModelTests.url != nil, "WHYD_LIVE_MODEL_URL names no model server, such as http://127.0.0.1:8080"),
        arguments: [ModelConfiguration.Provider.openAICompatible, .anthropic])
    func `a live server answers`(provider: ModelConfiguration.Provider) async throws {
        let name = ProcessInfo.processInfo.environment["WHYD_LIVE_MODEL_NAME"] ?? "local"
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
