import JSONValues
import LanguageModels
import OutboundHTTP
import TestSupport
import Testing

/// What Anthropic is sent, word for word.
struct AnthropicRequestTests {
    private func sent(
        _ request: ModelRequest, model: String = "claude-sonnet-5-5", version: String = "2026-10-21",
        replies: [LoopbackReply]? = nil
    ) async throws -> [LoopbackRequest] {
        let replies = replies ?? [AnthropicDialect().stream(text: "Yes.")]
        let server = try LoopbackServer { [replies] request in
            request.text.contains("c2ln") || replies.count == 1 ? replies[0] : replies[1]
        }
        let configuration = ModelConfiguration(
            provider: .anthropic, model: model, baseURL: server.url, key: APIKey(" secret-key\n"), apiVersion: version,
            effort: "low")
        let model = AnthropicMessages(configuration, client: HTTPClient(), waiting: RecordedWaits().waiting)
        try await ModelChecks.turn(of: model, request)
        return server.requests
    }

    @Test func `a first request is exactly this`() async throws {
        var request = Conversations.question
        request.tools = [Conversations.tools[0]]
        let sent = try await sent(request)[0]
        #expect(sent.method == "POST" && sent.target == "/v1/messages")
        #expect(sent.headers["x-api-key"] == "secret-key")
        #expect(sent.headers["anthropic-version"] == "2026-10-21")
        #expect(sent.headers["authorization"] == nil)
        let mark = #""cache_control":{"type":"ephemeral"}"#
        #expect(
            sent.text == """
                {"max_tokens":12288,"messages":[{"content":[{\(mark),"text":"Why is pay slow?","type":"text"}],\
                "role":"user"}],"model":"claude-sonnet-5-5","output_config":{"effort":"low"},"stream":true,\
                "system":[{\(mark),"text":"You investigate.","type":"text"}],"thinking":{"display":"summarized",\
                "type":"adaptive"},"tools":[{\(mark),"description":"Finds spans.","input_schema":{"properties":\
                {"limit":{"type":"integer"},"service":{"type":"string"}},"required":["service"],"type":"object"},\
                "name":"query_spans"}]}
                """)
    }

    @Test(arguments: ["claude-opus-5-5", "claude-fable-5-1", "claude-sonnet-5-5", "claude-haiku-4-5"])
    func `no model is sent what it refuses`(model: String) async throws {
        for version in ["2023-06-01", "2026-10-21"] {
            var request = Conversations.question
            request.mayCallTools = false
            let sent = try await sent(request, model: model, version: version)[0]
            #expect(sent.headers["anthropic-version"] == version)
            let body = try JSONValue(parsing: sent.text)
            for refused in ["temperature", "top_p", "top_k"] { #expect(body[refused] == nil) }
            #expect(body["tool_choice"] == ["type": "none"])
            #expect((body["thinking"] != nil) == (model == "claude-sonnet-5-5"))
        }
    }

    private let thoughtful = ModelTurn(
        blocks: [.thinking("Hm."), .toolCall(ToolCall(id: "call_a", name: "query_spans", arguments: [:]))],
        stop: .toolCalls,
        providerContent: [
            "api": "anthropic-messages", "model": "claude-sonnet-5-5",
            "content": [
                ["type": "thinking", "thinking": "Hm.", "signature": "c2ln"],
                ["type": "tool_use", "id": "call_a", "name": "query_spans", "input": [:]],
            ],
        ])

    @Test func `results and words of a step are one message and at most four marks are set`() async throws {
        let body = try JSONValue(parsing: try await sent(Conversations.continued(thoughtful))[0].text)
        let messages = try #require(body["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["user", "assistant", "user"])
        #expect(messages[1]["content"] == thoughtful.providerContent?["content"])
        #expect(messages[2]["content"]?.array?.map { $0["type"] } == ["tool_result", "text"])
        #expect(body.text.split(separator: "cache_control").count == 5)
    }

    @Test func `thinking that no longer fits the conversation is left out`() async throws {
        let message = "messages.1.content.0: The block is bound to a different conversation"
        let refused = LoopbackReply.response(
            400, #"{"type":"error","error":{"type":"invalid_request_error","message":"\#(message)"}}"#)
        let sent = try await sent(
            Conversations.continued(thoughtful), replies: [refused, AnthropicDialect().stream(text: "Yes.")])
        #expect(sent.count == 2)
        #expect(sent[0].text.contains("c2ln") && !sent[1].text.contains("Hm."))
        #expect(sent[1].text.contains("call_a"))
    }

    @Test func `an empty answer is not sent back and foreign ids are made safe`() async throws {
        var request = Conversations.question
        let call = ToolCall(id: "functions.query:0", name: "query_spans", arguments: .null, invalidArguments: "{")
        request.messages += [
            .assistant(ModelTurn(blocks: [.thinking("Hm.")], stop: .outputLimit)), .user("Go on."),
            .assistant(ModelTurn(blocks: [.toolCall(call)], stop: .toolCalls)),
            .toolResults([ToolCallResult(callID: call.id, name: call.name, content: "not JSON", isError: true)]),
        ]
        let body = try JSONValue(parsing: try await sent(request)[0].text)
        let messages = try #require(body["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["user", "assistant", "user"])
        #expect(messages[1]["content"]?[0]?["id"] == "functions_query_0")
        #expect(messages[1]["content"]?[0]?["input"] == [:])
        #expect(messages[2]["content"]?[0]?["tool_use_id"] == "functions_query_0")
        #expect(messages[2]["content"]?[0]?["is_error"] == true)
    }
}
