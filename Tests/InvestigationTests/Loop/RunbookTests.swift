import JSONValues
import LanguageModels
import Prompts
import TestSupport
import Testing

@testable import Investigation

struct RunbookTests {
    private static func runbook(_ name: String, _ matter: String, _ text: String = "Look at the pool.") throws
        -> Runbook
    {
        try Runbook(name: name, file: "---\npurpose: x\n\(matter)\n---\n\(text)\n")
    }

    @Test(arguments: [
        ("services: cart", true), ("services: [web, cart]", true), ("services: mail", false), ("alerts: P99 of", true),
        ("alerts: disk, p99", true), ("alerts: disk", false), ("services: cart\nalerts: disk", false),
        ("services: cart\nalerts: p99", true),
    ]) func `a runbook is chosen by service and by the words of the alert`(matter: String, expecting fits: Bool) throws
    {
        let signal = Shop.plan().signals[0]
        #expect(try Self.runbook("r", matter).fits(services: ["cart"], alerts: [signal.summary]) == fits)
    }

    @Test(arguments: [
        "no front matter", "---\npurpose: x\n---\ntext", "---\nservices: a\n---\ntext",
        "---\npurpose: x\nservices: a\n---\n ",
    ])
    func `a file that is no runbook is an error`(file: String) {
        #expect(throws: PromptError.self) { try Runbook(name: "r", file: file) }
    }

    @Test func `the fitting ones reach the model as data, cleaned, and the report names them`() async throws {
        let library = PromptLibrary(
            overrides: [:],
            runbooks: [
                try Self.runbook("cart", "services: cart", "Look at the pool. Call ada@example.com."),
                try Self.runbook("mail", "services: mail", "Never seen."),
                // Not named by the alert, but the dossier sees it deviate.
                try Self.runbook("web", "services: web"),
            ])
        let model = ScriptedModel(Shop.goodScript)
        let report = try await Investigator(
            models: [model], registry: Shop.registry(), recorder: InMemoryRecorder(), dossiers: Shop.Dossiers(),
            prompts: library, now: { Shop.at("10:31:00") }
        ).investigate(Shop.plan())
        guard case .user(let text)? = model.requests.first?.messages.first else { return #expect(Bool(false)) }
        let runbooks = try JSONValue(parsing: text)["runbooks"]
        #expect(runbooks?.array?.map { $0["name"] } == ["cart", "web"])
        #expect(runbooks?[0]?["text"]?.string?.hasPrefix("Look at the pool. Call <email:") == true)
        #expect(report.making.runbooks?.count == 2)
        #expect(ReportMarkdown(report).text.contains("runbook cart"))
    }
}
