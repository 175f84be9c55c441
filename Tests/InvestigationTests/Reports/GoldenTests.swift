import JSONValues
import LanguageModels
import Prompts
import TestSupport
import Testing
import ToolKit

@testable import Investigation

/// What models and people read, byte for byte.
struct GoldenTests {
    private static func run() async throws -> (Report, [ModelRequest]) {
        let model = ScriptedModel(Shop.goodScript)
        let report = try await Shop.investigator([model]).investigate(Shop.plan())
        return (report, model.requests)
    }

    @Test func `the prompt as sent`() async throws {
        let request = try #require(try await Self.run().1.first)
        let tools = request.tools.map { "## \($0.name)\n\($0.words.description)\n\($0.words.inputSchema.text)" }
        let messages = request.messages.map { if case .user(let text) = $0 { text } else { "\($0)" } }
        try Golden.check(
            "# system\n\(request.system)\n# tools\n\(tools.joined(separator: "\n"))\n# messages\n\(messages.joined(separator: "\n"))\n",
            "prompt.txt")
    }

    @Test func `tool results as sent`() async throws {
        let request = try #require(try await Self.run().1.last)
        let results = request.messages.flatMap { message -> [String] in
            if case .toolResults(let results) = message { results.map { "\($0.name): \($0.content)" } } else { [] }
        }
        try Golden.check(results.joined(separator: "\n") + "\n", "results.txt")
    }

    @Test func `a report as markdown and as json`() async throws {
        let report = try await Self.run().0
        try Golden.check(ReportMarkdown(report, evidenceLink: "http://localhost:4319/reports/1#").text, "report.md")
        try Golden.check(ReportJSON(report).text, "report.json")
    }

    @Test func `the system prompt and the loop's own tools stay small`() throws {
        let system = try PromptLibrary.embedded.prompt("investigate").filled(["steps": "30"])
        let tools = try LoopTools.definitions(for: .investigate)
        let bytes =
            system.utf8.count
            + tools.reduce(0) { $0 + $1.words.description.utf8.count + $1.words.inputSchema.text.utf8.count }
        // About four bytes make a token; the span and source tools need the other half of 6 000.
        #expect(bytes < 4 * 3200, "\(bytes) bytes")
    }

    @Test func `a missing or unknown value for a hole is an error`() throws {
        let prompt = try Prompt(name: "p", text: "---\npurpose: x\nholes: a, b\n---\n{{a}} and {{b}}")
        #expect(try prompt.filled(["a": "1", "b": "{{a}}"]) == "1 and {{a}}")
        #expect(throws: PromptError.self) { try prompt.filled(["a": "1"]) }
        #expect(throws: PromptError.self) { try prompt.filled(["a": "1", "b": "2", "c": "3"]) }
        #expect(throws: PromptError.self) { try Prompt(name: "p", text: "---\npurpose: x\nholes: a\n---\n{{b}}") }
        #expect(throws: PromptError.self) { try Prompt(name: "p", text: "no front matter") }
        for name in PromptLibrary.names { _ = try PromptLibrary.embedded.prompt(name) }
    }
}
