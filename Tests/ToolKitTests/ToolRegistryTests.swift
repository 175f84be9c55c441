import JSONValues
import Synchronization
import Telemetry
import Testing
import ToolKit

struct ToolRegistryTests {
    private struct Greeting: Tool {
        struct Input: Decodable, Sendable { var who: String }
        let name: ToolName = "greet"
        let words = ToolWords(
            description: "Greets.",
            inputSchema: [
                "type": "object", "properties": ["who": ["type": "string"]], "required": ["who"],
                "additionalProperties": false,
            ])

        func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
            ToolOutput(summary: "hello \(input.who)", backend: "test", notes: ["password=hunter2222"])
        }
    }

    private static let anything = ToolWords(description: "", inputSchema: ["type": "object"])
    private let context = ToolContext(
        window: TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 60)),
        baseline: TimeRange(start: Timestamp(seconds: -60), end: Timestamp(seconds: 0)), now: Timestamp(seconds: 60))

    @Test func `definitions are sorted by name and the first of two equal names stays`() {
        let registry = ToolRegistry(
            ["b", "a", "c"].map { name in
                AnyTool(definition: ToolDefinition(name: ToolName(name), words: Self.anything)) { _, _ in
                    ToolOutput(summary: name, backend: "")
                }
            })
        #expect(registry.definitions.map(\.name.text) == ["a", "b", "c"])
        #expect(registry.adding([AnyTool(Greeting())]).definitions.count == 4)
        #expect(registry.restricted(to: ["a"]).definitions.map(\.name.text) == ["a"])
    }

    @Test func `a call is checked, decoded, masked and observed`() async {
        let seen = Mutex<[String]>([])
        let registry = ToolRegistry([AnyTool(Greeting())]) { record in
            seen.withLock { $0.append("\(record.name) \(record.failure?.code.rawValue ?? "ok")") }
        }
        guard case .success(let output) = await registry.call("greet", ["who": "you"], context) else {
            Issue.record("it failed")
            return
        }
        #expect(output.summary == "hello you")
        #expect(output.notes.allSatisfy { !$0.contains("hunter2222") })
        guard case .failure(let failure) = await registry.call("greet", ["whom": "you"], context) else {
            Issue.record("it was accepted")
            return
        }
        #expect(failure.code == .invalidArguments)
        #expect(failure.message.contains("did you mean who?"))
        guard case .failure(let unknown) = await registry.call("gret", [:], context) else { return }
        #expect(unknown.code == .unknownTool)
        #expect(unknown.hint?.contains("did you mean greet?") == true)
        #expect(seen.withLock { $0 } == ["greet ok", "greet invalidArguments", "gret unknownTool"])
    }

    @Test func `a tool that never answers is ended by the time limit`() async {
        let endless = AnyTool(definition: ToolDefinition(name: "wait", words: Self.anything), timeout: .milliseconds(1))
        {
            (_: JSONValue, _: ToolContext) async throws(ToolFailure) -> ToolOutput in
            for await _ in AsyncStream<Void>(unfolding: {
                await withTaskCancellationHandler {
                    await Endless().end()
                } onCancel: {
                }
            }) {}
            return ToolOutput(summary: "ended", backend: "")
        }
        guard case .failure(let failure) = await ToolRegistry([endless]).call("wait", [:], context) else {
            Issue.record("it answered")
            return
        }
        #expect(failure.code == .timedOut)
    }

    /// Waits for nothing until its task is cancelled.
    private struct Endless {
        func end() async -> Void? {
            let (stream, _) = AsyncStream<Void>.makeStream()
            for await _ in stream {}
            return nil
        }
    }
}
