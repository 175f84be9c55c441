import Investigation
import JSONValues
import SourceHistory
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit
import Tools

@testable import Commands

/// The rule of exclusion, in the dossier's table of suspects and in the answer of `diff_builds`: both of one mind.
struct ExcludedSuspectTests {
    private static let start = 1_700_000_000.0

    private static func time(_ seconds: Double) -> Timestamp { Timestamp(seconds: start + seconds) }

    /// Eight minutes of charges; in the last four the new build serves and fails a third of them, with no word about why.
    private func spans(_ good: String, _ bad: String, sideBySide: Bool) -> [TestSpan] {
        (0..<960).map { number -> TestSpan in
            let isNew = number >= 480 && (!sideBySide || number % 2 == 0)
            let id = UInt64(number + 1)
            let build: [String: AttributeValue] = [
                "service.version": .string(isNew ? "2" : "1"), "vcs.ref.head.revision": .string(isNew ? bad : good),
            ]
            return TestSpan(
                trace: id, id: id, start: (Self.start + Double(number) / 2) * 1000, duration: 20, service: "payment",
                name: "POST /charges", status: isNew && number % 3 == 0 ? .error : .unset, resource: build)
        }
    }

    /// Whether each of the two suspects the build's first commit.
    private func convicts(sideBySide: Bool, commits: Int = 1) async throws -> (dossier: Bool, tool: Bool) {
        let scratch = try TemporaryRepository()
        let good = try scratch.commit("Start", files: ["a.py": "x = 1\n", "b.py": "y = 1\n"])
        var bad = try scratch.commit("Tidy up", files: ["a.py": "x = 2\n"], seconds: 1_699_990_000)
        let first = bad
        if commits > 1 { bad = try scratch.commit("More", files: ["b.py": "y = 2\n"], seconds: 1_699_990_100) }
        let source = InMemorySpanSource(spans(good, bad, sideBySide: sideBySide))
        let repositories = RepositorySet([
            .init(repository: SourceRepository(path: scratch.path), services: ["payment"])
        ])
        let plan = InvestigationPlan(
            id: "I1", question: "?",
            signals: [PlannedSignal(source: "test", summary: "?", service: "payment", time: Self.time(300))],
            window: TimeRange(start: Self.time(240), end: Self.time(480)),
            baseline: TimeRange(start: Self.time(0), end: Self.time(240)), now: Self.time(480), pseudonymKey: "key")
        let dossier = await TelemetryDossierBuilder(
            source: source, suspects: SourceSuspects(repositories: repositories)
        ).suspects(for: plan)
        #expect(dossier.notes.isEmpty && dossier.table.rows.contains { $0.suspect.name == first })
        let output = try await ToolRegistry(BuiltInTools.onBuilds(source, repositories: repositories)).call(
            "diff_builds", ["service": "payment", "from": "1", "to": "2"],
            ToolContext(window: plan.window, baseline: plan.baseline, now: plan.now)
        ).get()
        return (dossier.table.noneReason == nil, !output.notes.contains { $0.hasPrefix("no commit stands out") })
    }

    @Test func `the lone change of a build that alone fails beside the old one is suspected by both`() async throws {
        #expect(try await convicts(sideBySide: true) == (true, true))
    }

    @Test func `after the old build, or among other changes, it is suspected by neither`() async throws {
        #expect(try await convicts(sideBySide: false) == (false, false))
        #expect(try await convicts(sideBySide: true, commits: 2) == (false, false))
    }
}
