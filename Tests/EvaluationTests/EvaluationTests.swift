import Evaluation
import Foundation
import JSONValues
import LanguageModels
import Testing

struct EvaluationTests {
    private func evaluated(
        _ folder: URL, detection: Bool = false, generalisation: Bool = true, models: [any LanguageModel] = [],
        repeats: Int = 1
    ) async throws -> EvaluationReport {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "whyd-eval-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        return try await Evaluation.run(
            directory: folder,
            configuration: EvaluationConfiguration(
                scratch: scratch, generalisation: generalisation, detection: detection, models: models,
                repeats: repeats))
    }

    private func top1(_ report: EvaluationReport, _ group: String) -> Double? {
        report.groups.first { $0.name == group }?.score.top(1)
    }

    @Test func `a case goes the whole way to a report whose claims hold, and is the same under other names`()
        async throws
    {
        let system = try SmallSystem()
        defer { system.remove() }
        try system.write(cases: [SmallSystem.entry("orders"), SmallSystem.entry("stock")])
        let report = try await evaluated(system.folder)
        #expect(top1(report, "nezha/S") == 100, "\(report.table)")
        #expect(top1(report, "nezha/S, localisation alone") == 100)
        #expect(top1(report, "nezha/S, same when renamed") == 100)
        #expect(top1(report, "nezha/S, leave one service out") == 100)
        #expect(report.investigations.reports == 2 && report.investigations.claims >= 4)
        #expect(report.investigations.verified == report.investigations.claims)
        #expect(report.investigations.wrong.isEmpty && report.investigations.loose.isEmpty, "\(report.table)")
    }

    @Test func `what cannot be run is skipped with a line that says why, and the rest is scored`() async throws {
        let system = try SmallSystem()
        defer { system.remove() }
        try system.write(cases: [
            SmallSystem.entry("orders", baseline: []), SmallSystem.entry("stock", fault: "S-gone"),
            SmallSystem.entry("web", fault: "S-orders"),
        ])
        let report = try await evaluated(system.folder, generalisation: false)
        #expect(report.groups.first { $0.name == "nezha/S" }?.score.cases == 1)
        #expect(report.notes.contains { $0.contains("slow-orders") && $0.contains("no fault-free minute") })
        #expect(report.notes.contains { $0.contains("slow-stock") && $0.contains("S-gone.traces.pb.gz is missing") })
    }

    @Test func `a model's case is run as often as asked, and its tokens are counted`() async throws {
        let system = try SmallSystem()
        defer { system.remove() }
        try system.write(cases: [SmallSystem.entry("orders")])
        let model = ScriptedModel([.text("I do not know.", usage: TokenUsage(input: 100, output: 10))])
        let report = try await evaluated(
            system.folder, generalisation: false, models: [model], repeats: 3)
        #expect(report.groups.first { $0.name == "nezha/S" }?.score.cases == 3)
        #expect(report.investigations.reports == 3 && report.investigations.tokens == 330)
        // Its words are no report and it has no more of them, so the rulebook, which is free, went on each time.
        #expect(top1(report, "nezha/S") == 100)
        #expect(report.investigations.dollars == 0)
    }

    @Test func `a folder without cases is named with what to give instead`() async throws {
        let error = await #expect(throws: EvaluationError.self) {
            _ = try await evaluated(FileManager.default.temporaryDirectory.appending(path: "nothing-\(UUID())"))
        }
        #expect(error?.code == .nothingFound && error?.hint?.contains("nezha") == true)
    }
}
