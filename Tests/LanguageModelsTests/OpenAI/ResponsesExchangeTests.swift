import JSONValues
import LanguageModels
import OutboundHTTP
import TestSupport
import Testing

/// An exchange with OpenAI's Responses API, event by event as its documentation writes them. It was made by hand: no
/// recording of the real service is at hand.
struct ResponsesExchangeTests {
    private func exchange(_ name: String) throws -> LoopbackServer {
        let first = try RecordedExchange("openai/\(name)").reply
        return try LoopbackServer { _ in first }
    }

    private func model(_ server: LoopbackServer) -> OpenAIResponses {
        OpenAIResponses(
            ModelConfiguration(
                provider: .openAI, model: "gpt-6.2-sol", baseURL: server.url, key: APIKey("k"),
                limits: ModelLimits(maximumAttempts: 1), effort: "low"), client: HTTPClient())
    }

    @Test func `reasoning, words and parallel calls are read from their finished items`() async throws {
        let server = try exchange("responses_constructed_calls")
        defer { server.stop() }
        let turn = try await ModelChecks.turn(of: model(server), Conversations.question)
        #expect(turn.toolCalls.map(\.name) == ["query_spans", "search_spans"])
        #expect(turn.toolCalls.map(\.id) == ["call_1", "call_2"])
        #expect(turn.toolCalls[0].arguments == ["service": "pay", "limit": 3])
        #expect(turn.text == "I look at pay first.")
        #expect(turn.usage.input == 1520 && turn.usage.cacheRead == 1024 && turn.usage.output == 96)
        let sent = try JSONValue(parsing: server.requests[0].text)
        #expect(sent["reasoning"]?["effort"] == "low" && sent["store"] == false)
        #expect(sent["tools"]?[0]?["type"] == "function" && sent["tools"]?[0]?["name"] == "query_spans")
    }

    @Test func `the next request repeats every item in order, the reasoning as it was when done`() async throws {
        let server = try exchange("responses_constructed_calls")
        defer { server.stop() }
        let model = model(server)
        let turn = try await ModelChecks.turn(of: model, Conversations.question)
        _ = try await model.respond(to: Conversations.continued(turn)) { _ in }
        let input = try #require(try JSONValue(parsing: server.requests[1].text)["input"]?.array)
        #expect(
            input.map { $0["type"]?.string ?? "message" } == [
                "message", "reasoning", "message", "function_call", "function_call", "function_call_output",
                "function_call_output", "message",
            ])
        #expect(input[1]["encrypted_content"] == "ZG9uZQ==", "the one of the item when it was added is incomplete")
        #expect(input[5]["call_id"] == "call_1" && input[6]["call_id"] == "call_2")
    }

    @Test(
        arguments: [
            ("responses_constructed_incomplete", nil), ("responses_constructed_failed", ModelFailure.Code.overloaded),
            ("responses_constructed_cut", .malformedAnswer),
        ] as [(String, ModelFailure.Code?)])
    func `an answer that ends early is what it is`(name: String, expecting code: ModelFailure.Code?) async throws {
        let server = try exchange(name)
        defer { server.stop() }
        if let code {
            #expect(await failureCode(model(server)) == code)
        } else {
            #expect(try await ModelChecks.turn(of: model(server), Conversations.question).stop == .outputLimit)
        }
    }
}
