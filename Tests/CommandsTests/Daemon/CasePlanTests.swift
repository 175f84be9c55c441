import Casebook
import Foundation
import Investigation
import Telemetry
import Testing

@testable import Commands

struct CasePlanTests {
    /// A case that a real casebook opened for a signal.
    private static func item(endedAt: Double? = nil) async throws -> Case {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path) {
            Timestamp(seconds: 10_100)
        }
        let signal = Signal(
            dedupKey: "alert", kind: .alert, source: "test", title: "checkout fails", severity: .critical,
            service: "checkout", startedAt: Timestamp(seconds: 10_000), endedAt: endedAt.map { Timestamp(seconds: $0) },
            destinations: ["github:owner/repo#12", "jira:SHOP-1"])
        let item = try await casebook.record(signal).case
        try casebook.close()
        return item
    }

    @Test func `a case is looked at from its onset to now, against what came before`() async throws {
        let plans = CasePlan(configuration: try Configuration(text: "", file: "whyd.yaml"))
        let plan = try await plans.plan(for: Self.item(), signals: [], now: Timestamp(seconds: 10_600))
        #expect(plan.window == TimeRange(start: Timestamp(seconds: 10_000), end: Timestamp(seconds: 10_600)))
        #expect(plan.baseline == TimeRange(last: .seconds(3600), before: Timestamp(seconds: 10_000)))
        #expect(plan.destinations == ["github:owner/repo#12", "jira:SHOP-1"])
        #expect(plan.budget.steps == 25)
    }

    @Test func `a case that has ended is not looked at beyond its end`() async throws {
        let plans = CasePlan(configuration: try Configuration(text: "", file: "whyd.yaml"))
        let plan = try await plans.plan(for: Self.item(endedAt: 10_200), signals: [], now: Timestamp(seconds: 20_000))
        #expect(plan.window.end == Timestamp(seconds: 10_200))
    }
}
