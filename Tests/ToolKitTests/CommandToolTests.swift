import JSONValues
import Telemetry
import Testing

@testable import ToolKit

struct CommandToolTests {
    private let context = ToolContext(
        window: TimeRange(start: Timestamp(seconds: 60), end: Timestamp(seconds: 120)),
        baseline: TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 60)), now: Timestamp(seconds: 120))

    private static func yaml(_ command: String, more: String = "") -> String {
        """
        name: probe
        description: Probes.
        schema:
          type: object
          properties: {word: {type: string}, other: {type: string}}
          additionalProperties: false
        command: \(command)
        read_only: true
        \(more)
        """
    }

    private func call(
        _ yaml: String, _ arguments: JSONValue, environment: [String: String] = [:]
    ) async throws -> Result<String, ToolFailure> {
        let tool = try CommandFile("probe.yaml").tool(yaml: yaml)
        let variables = environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first }
        return await ToolRegistry([tool.tool(environment: variables)]).call("probe", arguments, context).map { output in
            guard case .text(let text) = output.sections.first?.content else { return "" }
            return text + (output.isComplete ? "" : " [cut]")
        }
    }

    @Test func `a program runs with one argument per word and no shell`() async throws {
        let yaml = Self.yaml(#"[printf, "%s|%s|%s", "{{word}}", "{{other}}", "{{window_start_seconds}}"]"#)
        let hostile: JSONValue = ["word": "a; rm -rf $HOME `id` $(id) 'x' \"y\" | cat\n"]
        let text = try await call(yaml, hostile).get()
        #expect(text == "a; rm -rf $HOME `id` $(id) 'x' \"y\" | cat\n|60|")
    }

    @Test func `only allowed variables are seen`() async throws {
        let yaml = Self.yaml("[printenv]", more: "environment: [SHOP_REGION]")
        let variables = ["SHOP_REGION": "north", "API_TOKEN": "hidden"]
        let text = try await call(yaml, [:], environment: variables).get()
        #expect(text.contains("SHOP_REGION=north"))
        #expect(!text.contains("API_TOKEN"))
    }

    @Test func `output is capped and the program still ends`() async throws {
        let text = try await call(Self.yaml("[seq, \"200000\"]", more: "output_bytes: 100\ntimeout_seconds: 300"), [:])
            .get()
        #expect(text.utf8.count <= 110)
        #expect(text.hasSuffix("[cut]"))
    }

    @Test func `a program that hangs is ended`() async throws {
        let yaml = Self.yaml("[tail, -f, /dev/null]", more: "timeout_seconds: 1")
        guard case .failure(let failure) = try await call(yaml, [:]) else {
            Issue.record("it answered")
            return
        }
        #expect(failure.code == .timedOut)
    }

    @Test func `failures say what the program said`() async throws {
        guard case .failure(let failure) = try await call(Self.yaml("[cat, /no/such/file]"), [:]) else { return }
        #expect(failure.message.contains("No such file"))
        guard case .failure(let missing) = try await call(Self.yaml("[no-such-program-here]"), [:]) else { return }
        #expect(missing.code == .unavailable)
        guard case .failure(let option) = try await call(Self.yaml(#"[printf, "{{word}}"]"#), ["word": "--version"])
        else { return }
        #expect(option.message.contains("must not begin with '-'"))
    }

    @Test(arguments: [
        ("", 1, "must hold keys"), ("name: probe\nnaem: x", 2, "did you mean name?"),
        ("name: Probe", 1, "a-z"), ("name: probe\nread_only: false", 2, "read_only"),
        ("name: probe\nread_only: true\nschema: [", 4, "not YAML"),
        ("name: probe\nread_only: true\nschema: {type: objekt}", 3, "cannot be used"),
        (
            "name: probe\nread_only: true\nschema: {type: object}\ndescription: x\ncommand: [sh, -c, x]", 5,
            "would run anything"
        ),
        (
            "name: probe\nread_only: true\nschema: {type: object}\ndescription: x\ncommand: [ls, '{{where}}']", 5,
            "{{where}}"
        ),
        (
            "name: probe\nread_only: true\nschema: {type: object}\ndescription: x\ncommand: [ls, '{{env:HOME}}']", 5,
            "environment"
        ),
        (
            "name: probe\nread_only: true\nschema: {type: object}\ndescription: x\ncommand: [ls]\ntimeout_seconds: 0",
            6, "1 to 300"
        ),
    ])
    func `a mistake is named with its line`(_ yaml: String, _ line: Int, _ words: String) throws {
        do {
            _ = try CommandFile("x.yaml").tool(yaml: yaml)
            Issue.record("it was accepted")
        } catch {
            #expect(error.line == line, "\(error)")
            #expect(error.description.contains(words), "\(error)")
        }
    }
}
