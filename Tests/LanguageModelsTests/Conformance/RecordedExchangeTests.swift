import JSONValues
import LanguageModels
import TestSupport
import Testing

/// Answers of real servers (llama.cpp, LiteLLM), replayed.
struct RecordedExchangeTests {
    private func turn(_ name: String) async throws -> ModelTurn {
        let server = try server(name)
        return try await ModelChecks.turn(of: dialect(name).model(server), Conversations.question)
    }

    private func server(_ name: String) throws -> LoopbackServer {
        let reply = try RecordedExchange(name).reply
        return try LoopbackServer { _ in reply }
    }

    private func dialect(_ name: String) -> any WireDialect {
        name.hasPrefix("anthropic") ? AnthropicDialect() : ChatDialect()
    }

    @Test(arguments: ["openai/chat", "openai/chat_stream"]) func `chat answers are read`(name: String) async throws {
        let turn = try await turn(name)
        #expect(turn.text.hasPrefix("A server returns HTTP 500"))
        #expect(turn.stop == .outputLimit)
        #expect(turn.usage.input == 30 && turn.usage.output == 60)
    }

    @Test(arguments: [
        "openai/tool_required", "openai/tool_required_stream", "anthropic/llamacpp_tool_stream",
    ]) func `tool calls are read`(name: String) async throws {
        let turn = try await turn(name)
        #expect(turn.toolCalls.map(\.name) == ["search_spans"])
        #expect(turn.toolCalls.first?.arguments["service"] == "pay")
    }

    @Test(arguments: [
        "openai/tool_required_two_calls_truncated", "openai/tool_required_stream_two_calls_truncated",
        "anthropic/llamacpp_tool_stream_two_calls_truncated",
    ]) func `cut answers keep their whole calls`(name: String) async throws {
        let turn = try await turn(name)
        #expect(turn.toolCalls.count == 2 && turn.toolCalls.allSatisfy { $0.invalidArguments == nil })
    }

    @Test func `a gateway that cut a call and did not say so hands it over as invalid`() async throws {
        let turn = try await turn("anthropic/litellm_tool_stream")
        #expect(turn.toolCalls.map { $0.invalidArguments == nil } == [true, false])
        #expect(turn.usage.cacheRead == 215)
    }

    @Test(arguments: ["anthropic/llamacpp_message", "anthropic/llamacpp_stream", "openai/tool_result_turn"])
    func `words are read`(name: String) async throws {
        #expect(try await turn(name).text.count > 20)
    }

    @Test(arguments: [
        ("openai/error_400", ModelFailure.Code.invalidRequest), ("openai/error_context_overflow", .contextFull),
        ("anthropic/litellm_error", .invalidRequest), ("anthropic/llamacpp_error", .overloaded),
    ]) func `errors are told apart`(name: String, code: ModelFailure.Code) async throws {
        let server = try server(name)
        #expect(await failureCode(try dialect(name).model(server)) == code)
        #expect(server.requests.count == 1)
    }
}
