import JSONValues
import LanguageModels
import TestSupport
import Testing

/// The same checks for every provider, against a real server on a loopback port.
struct ProviderConformanceTests {
    static let cases = Dialects.all.indices.flatMap { index in [true, false].map { (index, $0) } }

    private func server(
        _ dialect: any WireDialect, streams: Bool, thinking: String? = nil, text: String? = nil,
        calls: [WireCall] = [], stop: WireStop? = nil
    ) throws -> LoopbackServer {
        let reply =
            streams
            ? dialect.stream(thinking: thinking, text: text, calls: calls, stop: stop)
            : LoopbackReply.response(
                headers: ["content-type": "application/json"],
                dialect.whole(text: text, calls: calls, stop: stop ?? (calls.isEmpty ? .finished : .calls)))
        return try LoopbackServer { _ in reply }
    }

    @Test(arguments: cases) func `words end a turn`(index: Int, streams: Bool) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: streams, text: "Größe: 3 ms 🐢")
        let turn = try await ModelChecks.turn(of: dialect.model(server, streams: streams), Conversations.question)
        #expect(turn.text == "Größe: 3 ms 🐢")
        #expect(turn.stop == .finished)
        #expect(turn.answeredBy?.model == "test-model")
    }

    @Test(arguments: cases) func `parallel calls keep their order, ids and arguments`(
        index: Int, streams: Bool
    ) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: streams, text: "Looking.", calls: Conversations.calls)
        let turn = try await ModelChecks.turn(of: dialect.model(server, streams: streams), Conversations.question)
        #expect(turn.stop == .toolCalls)
        #expect(
            turn.toolCalls == [
                ToolCall(id: "call_a", name: "query_spans", arguments: ["service": "pay", "limit": 3]),
                ToolCall(id: "call_b", name: "search_spans", arguments: ["service": "cart"]),
            ])
        #expect(turn.text == "Looking.")
    }

    @Test(arguments: cases) func `calls count more than what the server says about them`(
        index: Int, streams: Bool
    ) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: streams, calls: Conversations.calls, stop: .finished)
        let turn = try await ModelChecks.turn(of: dialect.model(server, streams: streams), Conversations.question)
        #expect(turn.stop == .toolCalls && turn.toolCalls.count == 2)
    }

    @Test(arguments: Dialects.all.indices) func `usage counts cached tokens as input`(index: Int) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: true, text: "yes")
        let turn = try await ModelChecks.turn(of: dialect.model(server), Conversations.question)
        #expect(turn.usage.input == 100 && turn.usage.cacheRead == 80 && turn.usage.output == 20)
    }

    @Test(arguments: Dialects.all.indices) func `an answer goes back as the provider wrote it`(
        index: Int
    ) async throws {
        let dialect = Dialects.all[index]
        let server = try server(
            dialect, streams: true, thinking: "Perhaps the cache.", text: "Looking.", calls: Conversations.calls)
        let model = try dialect.model(server)
        let turn = try await ModelChecks.turn(of: model, Conversations.question)
        #expect(turn.blocks.contains(.thinking("Perhaps the cache.")))
        try await ModelChecks.turn(of: model, Conversations.continued(turn))
        let sent = server.requests[1].text
        let secretOfTheProvider = ["c2ln", "reasoning_content", "ZW5j"][index]
        #expect(sent.contains(secretOfTheProvider), "\(sent)")
        #expect(sent.contains("3 spans"))
    }

    @Test(arguments: Dialects.all.indices, Dialects.all.indices) func `one provider's answer is told to another`(
        from: Int, to: Int
    ) async throws {
        let first = try server(
            Dialects.all[from], streams: true, thinking: "Hm.", text: "Looking.", calls: Conversations.calls)
        var turn = try await ModelChecks.turn(of: Dialects.all[from].model(first), Conversations.question)
        if from == to { turn.providerContent = nil }
        let second = try server(Dialects.all[to], streams: true, text: "Done.")
        try await ModelChecks.turn(of: Dialects.all[to].model(second), Conversations.continued(turn))
        let sent = second.requests[0].text
        #expect(sent.contains("call_a") && sent.contains("Looking.") && !sent.contains("Hm."))
    }

    @Test(arguments: cases) func `arguments that are not JSON are handed over as such`(
        index: Int, streams: Bool
    ) async throws {
        let dialect = Dialects.all[index]
        guard streams || dialect.configuration != .anthropic else { return }  // there they are JSON already
        let broken = WireCall(id: "call_a", name: "query_spans", arguments: #"{"service": pay"#)
        let server = try server(dialect, streams: streams, calls: [broken])
        let model = try dialect.model(server, streams: streams)
        let turn = try await ModelChecks.turn(of: model, Conversations.question)
        #expect(turn.toolCalls.first?.invalidArguments == broken.arguments)
        try await ModelChecks.turn(of: model, Conversations.continued(turn))
        #expect(!server.requests[1].text.contains("service\\\": pay"), "half an object went back")
    }

    @Test(arguments: Dialects.all.indices) func `a call that the output limit cut is dropped and the rest kept`(
        index: Int
    ) async throws {
        let dialect = Dialects.all[index]
        let cut = WireCall(id: "call_c", name: "query_spans", arguments: #"{"service": "pa"#)
        let some = try server(dialect, streams: true, calls: [Conversations.calls[0], cut], stop: .outputLimit)
        let turn = try await ModelChecks.turn(of: dialect.model(some), Conversations.question)
        #expect(turn.toolCalls.map(\.id) == ["call_a"] && turn.stop == .toolCalls)
        #expect(turn.providerContent?.text.contains("call_c") == false)
        let none = try server(dialect, streams: true, thinking: "Well", calls: [cut], stop: .outputLimit)
        let empty = try await ModelChecks.turn(of: dialect.model(none), Conversations.question)
        #expect(empty.stop == .outputLimit && empty.toolCalls.isEmpty)
    }

    @Test(arguments: cases) func `a refusal is a failure of its own`(index: Int, streams: Bool) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: streams, text: "I", stop: .refused)
        #expect(await failureCode(try dialect.model(server, streams: streams)) == .refused)
    }

    @Test(arguments: cases) func `an empty answer is asked for once more and then a failure`(
        index: Int, streams: Bool
    ) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: streams, thinking: streams ? "Hm." : nil, text: "  ")
        let limits = ModelLimits(maximumAttempts: 5)
        #expect(await failureCode(try dialect.model(server, limits: limits, streams: streams)) == .malformedAnswer)
        #expect(server.requests.count == 2)
    }

    @Test(arguments: Dialects.all.indices) func `without tools the model is told so`(index: Int) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: true, text: "The report.")
        var request = Conversations.question
        request.mayCallTools = false
        try await ModelChecks.turn(of: dialect.model(server), request)
        let sent = try JSONValue(parsing: server.requests[0].text)
        #expect(sent["tool_choice"] == "none" || sent["tool_choice"] == ["type": "none"])
        #expect(sent["tools"]?.array?.count == 2, "the prefix stays as it was")
    }

    @Test(arguments: Dialects.all.indices) func `a longer conversation begins with the same bytes`(
        index: Int
    ) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect, streams: true, calls: Conversations.calls)
        let model = try dialect.model(server)
        let turn = try await ModelChecks.turn(of: model, Conversations.question)
        try await ModelChecks.turn(of: model, Conversations.continued(turn))
        let bodies = try server.requests.map { try JSONValue(parsing: $0.text) }
        for member in ["tools", "system", "instructions"] { #expect(bodies[0][member] == bodies[1][member]) }
    }

    @Test(arguments: Dialects.all.indices) func `a cancelled run is cancelled`(index: Int) async throws {
        let dialect = Dialects.all[index]
        let server = try LoopbackServer { _ in LoopbackReply([.hold]) }
        await ModelChecks.cancellation(of: try dialect.model(server), Conversations.question)
    }

    @Test func `the script keeps the contract too`() async throws {
        let call = ToolCall(id: "call_1", name: "query_spans", arguments: ["service": "pay"])
        let model = ScriptedModel([.calls(call), .text("Done.")])
        let turn = try await ModelChecks.turn(of: model, Conversations.question)
        #expect(turn.toolCalls == [call])
        #expect(try await ModelChecks.turn(of: model, Conversations.continued(turn)).text == "Done.")
        #expect(model.requests.count == 2)
        await ModelChecks.cancellation(of: model, Conversations.question)
    }
}
