import Investigation
import JSONValues
import LanguageModels
import SourceHistory
import Telemetry
import TestSupport
import Testing
import ToolKit
import Tools

/// What every request of an investigation begins with has to stay small: it is paid for at every step.
struct PromptSizeTests {
    /// Bytes of one token, at the least.
    ///
    /// Vocabularies that are public make 3.9 (DeepSeek's) to 4.2 bytes of these very texts into one token, Anthropic's of
    /// 2023 and two of OpenAI's among them; a sixth is taken off for those nobody can look into.
    private static let bytesPerToken = 3.2

    @Test func `the system prompt and the built-in tools stay under 6 000 tokens`() async throws {
        let source = InMemorySpanSource([])
        let model = ScriptedModel([.text("done"), .text("done"), .text("done")])
        let start = Timestamp(seconds: 1_790_000_000)
        let window = TimeRange(start: start, end: start + .seconds(600))
        let investigator = Investigator(
            models: [model],
            registry: ToolRegistry(
                BuiltInTools.onSpans(source) + BuiltInTools.onBuilds(source, repositories: RepositorySet([]))),
            recorder: InMemoryRecorder(),
            dossiers: StoredDossier(
                Dossier(
                    output: ToolOutput(summary: "", backend: "t"), firstReport: Report(title: "t", answer: "a"),
                    facts: .init())), now: { start })
        _ = try await investigator.investigate(
            InvestigationPlan(
                id: "i", question: "q", window: window, baseline: window, now: window.end, pseudonymKey: "k"))
        let request = try #require(model.requests.first)
        let bytes = request.tools.reduce(request.system.utf8.count) { sum, tool in
            sum + tool.name.text.utf8.count + tool.words.description.utf8.count
                + tool.words.inputSchema.text.utf8.count
        }
        #expect(request.tools.count >= 11)
        #expect(Double(bytes) / Self.bytesPerToken < 6000, "\(bytes) bytes")
    }
}
