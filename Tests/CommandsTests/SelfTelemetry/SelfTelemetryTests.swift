import Casebook
import Foundation
import Investigation
import JSONValues
import LanguageModels
import Logging
import SpanSources
import SpanStore
import Telemetry
import TestSupport
import Testing
import ToolKit

@testable import Commands

/// whyd's own spans: in a real store, found by name, and out of everybody's way otherwise.
struct SelfTelemetryTests {
    private static let start = Timestamp(seconds: 1_790_000_000)
    private static let window = TimeRange(start: start, end: start + .seconds(600))

    private static let plan = InvestigationPlan(
        id: "case-7-1", caseID: nil, mode: .answer, question: "what is slow?", window: window,
        baseline: TimeRange(last: .seconds(600), before: start), now: window.end, pseudonymKey: "k")

    private func withStore<Value>(_ body: (SpanStore, CaseStore) async throws -> Value) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let clock: @Sendable () -> Timestamp = { Self.window.end }
        let store = try SpanStore.open(
            path: directory.appending(path: "spans.db").path, configuration: StoreConfiguration(), clock: clock)
        let casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path, clock: clock)
        do {
            let value = try await body(store, casebook)
            await store.close()
            try casebook.close()
            return value
        } catch {
            await store.close()
            throw error
        }
    }

    private func investigate(_ casebook: CaseStore) async throws -> Report {
        let failing = ScriptedModel(
            [.failure(ModelFailure(.overloaded, "529"))], identity: ModelIdentity(provider: "anthropic", model: "a"))
        let answering = ScriptedModel(
            [
                .calls(
                    ToolCall(id: "c1", name: "list", arguments: [:]), ToolCall(id: "c2", name: "none", arguments: [:]),
                    usage: TokenUsage(input: 900, cacheRead: 400, output: 50)),
                .text("web is slow", usage: TokenUsage(input: 1000, output: 20)),
            ], identity: ModelIdentity(provider: "openai", model: "b"))
        let tool = AnyTool(
            definition: ToolDefinition(
                name: "list", words: ToolWords(description: "Lists.", inputSchema: ["type": "object"]))
        ) { (_, _) async throws(ToolFailure) -> ToolOutput in ToolOutput(summary: "one", backend: "test") }
        let investigator = Investigator(
            models: [failing, answering], registry: ToolRegistry([tool]), recorder: casebook,
            dossiers: StoredDossier(
                Dossier(
                    output: ToolOutput(summary: "d", backend: "t"), firstReport: Report(title: "t", answer: "a"),
                    facts: .init())),
            now: { Self.window.start + .seconds(60) })
        return try await investigator.investigate(Self.plan)
    }

    @Test func `an investigation is one trace by the conventions, however often it is sent`() async throws {
        try await withStore { store, casebook in
            let report = try await investigate(casebook)
            let telemetry = SelfTelemetry(casebook: casebook, sink: store, logger: Logger(label: "test"))
            await telemetry.record(Self.plan, report)
            await telemetry.record(Self.plan, report)
            let found = try await store.run(
                SpanQuery(
                    range: Self.window, filter: .service("whyd"),
                    groups: [.field(.intrinsic(.name)), .field(.intrinsic(.status)), .field(.intrinsic(.kind))],
                    aggregates: [.count], order: .init(column: "name", descending: false)))
            let rows = (0..<found.rowCount).map { row in
                ["name", "status", "kind", "count"].map { found.text($0, row: row) ?? "" }.joined(separator: " ")
            }
            #expect(
                Set(rows.map { $0.replacing(".0", with: "") }) == [
                    "invoke_agent whyd unset internal 1", "chat a error client 1", "chat b unset client 2",
                    "execute_tool list unset internal 1", "execute_tool none error internal 1",
                ])
            let tokens = try await store.run(
                SpanQuery(
                    range: Self.window, filter: .named("invoke_agent whyd"),
                    aggregates: [
                        .sum(.anyScope("gen_ai.usage.input_tokens")),
                        .sum(.anyScope("gen_ai.usage.cache_read.input_tokens")),
                    ]))
            #expect(tokens.number("sum(gen_ai.usage.input_tokens)", row: 0) == 1900)
            #expect(tokens.number("sum(gen_ai.usage.cache_read.input_tokens)", row: 0) == 400)
        }
    }

    @Test func `whoever watches services does not see whyd, unless asked for by name`() async throws {
        try await withStore { store, casebook in
            let report = try await investigate(casebook)
            await SelfTelemetry(casebook: casebook, sink: store, logger: Logger(label: "test"))
                .record(Self.plan, report)
            let view = SpanSourceWithoutService(store, hiding: "whyd")
            func count(_ filter: SpanSources.Predicate) async throws -> Int {
                try await view.run(SpanQuery(range: Self.window, filter: filter, aggregates: [.count])).matchedRows
            }
            #expect(try await count(.all) == 0)
            #expect(try await count(.named("execute_tool list")) == 0)
            #expect(try await count(.service("whyd")) == 6)
            #expect(try await count(.or([.service("web"), .isIn(.intrinsic(.service), [.string("whyd")])])) == 6)
            #expect(try await view.fields(FieldDiscovery(range: Self.window)).isEmpty)
            #expect(try await view.spans(RowSelection(range: Self.window)).count == 0)
        }
    }
}
