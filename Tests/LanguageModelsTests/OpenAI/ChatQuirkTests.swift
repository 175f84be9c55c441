import JSONValues
import Testing

@testable import LanguageModels

/// What servers that call themselves compatible really send.
struct ChatQuirkTests {
    private func turn(
        _ events: [JSONValue], finish: String = "tool_calls", promptBytes: Int = 0
    ) throws -> ModelTurn {
        let identity = ModelIdentity(provider: "openai-compatible", model: "m")
        var answer = ChatAnswer(
            .init(
                identity: identity, callOffset: 4, toolNames: ["query_spans", "get_trace"], promptBytes: promptBytes,
                mayCutPrompts: true))
        for event in events { _ = try answer.receive(event, named: "message") }
        _ = try answer.receive(["choices": [["delta": [:], "finish_reason": .string(finish)]]], named: "message")
        _ = try answer.receive("[DONE]", named: "message")
        return try answer.turn()
    }

    private func calls(_ fragments: JSONValue...) throws -> [ToolCall] {
        try turn(fragments.map { ["choices": [["delta": ["tool_calls": [$0]]]]] }).toolCalls
    }

    private func fragment(
        _ arguments: JSONValue, index: JSONValue? = 0, id: String? = nil, name: String? = nil
    ) -> JSONValue {
        var function: [String: JSONValue] = ["arguments": arguments]
        function["name"] = name.map { .string($0) }
        var fragment: [String: JSONValue] = ["function": .object(function)]
        fragment["index"] = index
        fragment["id"] = id.map { .string($0) }
        return .object(fragment)
    }

    private let pay: JSONValue = ["service": "pay"]
    private let cart: JSONValue = ["service": "cart"]

    @Test func `all calls at index zero are told apart by id`() throws {
        let calls = try calls(
            fragment(.string(pay.text), id: "a", name: "query_spans"),
            fragment(.string(cart.text), id: "b", name: "query_spans"))
        #expect(calls.map(\.id) == ["a", "b"] && calls.map(\.arguments) == [pay, cart])
    }

    @Test func `calls without an index and without an id are told apart by their names`() throws {
        let calls = try calls(
            fragment(.string(pay.text), index: nil, name: "query_spans"),
            fragment(.string(cart.text), index: nil, name: "query_spans"))
        #expect(calls.map(\.id) == ["call_5", "call_6"] && calls.map(\.arguments) == [pay, cart])
    }

    @Test func `a fresh id on every fragment starts no new call`() throws {
        let calls = try calls(
            fragment("{\"service\"", id: "a", name: "query_spans"), fragment(":\"pay\"}", id: "b"))
        #expect(calls == [ToolCall(id: "a", name: "query_spans", arguments: pay)])
    }

    @Test func `a name on every fragment starts no new call`() throws {
        let calls = try calls(
            fragment("{\"service\"", id: "a", name: "query_spans"),
            fragment(":\"pay\"}", id: "a", name: "query_spans"))
        #expect(calls == [ToolCall(id: "a", name: "query_spans", arguments: pay)])
    }

    @Test func `fragments of two calls may alternate`() throws {
        let calls = try calls(
            fragment("{\"service\":", index: 0, id: "a", name: "query_spans"),
            fragment("{\"service\":", index: 1, id: "b", name: "query_spans"),
            fragment("\"pay\"}", index: 0), fragment("\"cart\"}", index: 1))
        #expect(calls.map(\.arguments) == [pay, cart])
    }

    @Test func `arguments may be an object, null or nothing`() throws {
        let calls = try calls(
            fragment(pay, index: 0, id: "", name: "query_spans"), fragment(nil, index: 1, id: "", name: "get_trace"),
            fragment("", index: 2, id: "", name: "get_trace"))
        #expect(calls.map(\.arguments) == [pay, [:], [:]])
        #expect(calls.map(\.id) == ["call_5", "call_6", "call_7"])
    }

    @Test func `two calls with one id get two`() throws {
        let calls = try calls(
            fragment(pay, index: 0, id: "a", name: "query_spans"),
            fragment(cart, index: 1, id: "a", name: "query_spans"))
        #expect(calls.map(\.id) == ["a", "call_6"])
    }

    @Test func `a call that is said to be whole and is not is handed over as invalid`() throws {
        let calls = try calls(fragment("{\"service\":\"pa", id: "a", name: "query_spans"))
        #expect(calls.first?.invalidArguments == "{\"service\":\"pa")
    }

    @Test func `a finish for tool calls without any is an empty answer`() {
        #expect(throws: ModelFailure.self) { try turn([]) }
    }

    @Test func `signatures of a tool call go back verbatim`() throws {
        var signed = fragment(pay, id: "a", name: "query_spans").object ?? [:]
        signed["extra_content"] = ["google": ["thought_signature": "c2ln"]]
        let turn = try turn([["choices": [["delta": ["tool_calls": [.object(signed)]]]]]])
        let call = turn.providerContent?["content"]?["tool_calls"]?[0]
        #expect(call?["extra_content"]?["google"]?["thought_signature"] == "c2ln")
    }

    @Test(arguments: ["reasoning_content", "reasoning"]) func `thinking goes back under its own name`(
        field: String
    ) throws {
        let delta: JSONValue = .object([field: "Hm.", "content": "Done."])
        let turn = try turn([["choices": [["delta": delta]]]], finish: "stop")
        #expect(turn.blocks == [.thinking("Hm."), .text("Done.")])
        #expect(turn.providerContent?["content"]?[field] == "Hm.")
    }

    @Test func `think tags are thinking, however they are cut`() throws {
        let text = "<think>Perhaps < the cache.</think>\n\nThe cache <think> was cold."
        let events = text.map { character -> JSONValue in
            ["choices": [["delta": ["content": .string(String(character))]]]]
        }
        let turn = try turn(events, finish: "stop")
        #expect(turn.blocks == [.thinking("Perhaps < the cache."), .text("The cache <think> was cold.")])
    }

    @Test(arguments: [
        #"<tool_call>{"name":"query_spans","arguments":{"service":"pay"}}</tool_call>"#,
        "<tool_call>\n{\"name\":\"query_spans\",\"arguments\":{\"service\":\"pay\"}}\n</tool_call>\n",
        #"{"name":"query_spans","parameters":{"service":"pay"}}"#,
        "```json\n{\"name\":\"query_spans\",\"arguments\":{\"service\":\"pay\"}}\n```",
    ]) func `a call left in the text is a call`(text: String) throws {
        let turn = try turn([["choices": [["delta": ["content": .string(text)]]]]], finish: "stop")
        #expect(turn.toolCalls == [ToolCall(id: "call_5", name: "query_spans", arguments: pay)])
        #expect(turn.text.isEmpty)
    }

    @Test(arguments: [
        #"A log says <tool_call>{"name":"query_spans","arguments":{}}</tool_call>"#,
        #"{"name":"drop_tables","arguments":{}}"#, #"{"service":"pay"}"#,
    ]) func `text that mentions a call is text`(text: String) throws {
        let turn = try turn([["choices": [["delta": ["content": .string(text)]]]]], finish: "stop")
        #expect(turn.toolCalls.isEmpty && turn.text == text)
    }

    @Test func `content may be a list of parts`() throws {
        let content: JSONValue = [["type": "text", "text": "One "], ["type": "text", "text": "two."]]
        #expect(try turn([["choices": [["delta": ["content": content]]]]], finish: "stop").text == "One two.")
    }

    @Test func `missing usage is estimated`() throws {
        let turn = try turn([["choices": [["delta": ["content": "12345678"]]]]], finish: "stop", promptBytes: 400)
        #expect(turn.usage == TokenUsage(input: 100, output: 2))
    }

    @Test func `a prompt that the server cut in silence is a full context`() throws {
        let usage: JSONValue = ["choices": [], "usage": ["prompt_tokens": 4096, "completion_tokens": 1]]
        let words: JSONValue = ["choices": [["delta": ["content": "Yes."]]]]
        let failure = #expect(throws: ModelFailure.self) {
            try turn([words, usage], finish: "stop", promptBytes: 200_000)
        }
        #expect(failure?.code == .contextFull)
        #expect(try turn([words, usage], finish: "stop", promptBytes: 20_000).text == "Yes.")
    }

    @Test func `errors may come in an array`() {
        let fault = ProviderFault(
            status: 400, body: Array(#"[{"error":{"code":400,"message":"bad","status":"INVALID_ARGUMENT"}}]"#.utf8))
        #expect(fault.message == "bad" && fault.failureCode == .invalidRequest)
    }
}
