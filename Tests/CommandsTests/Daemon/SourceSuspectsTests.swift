import Casebook
import Foundation
import Investigation
import SourceHistory
import Telemetry
import Testing

@testable import Commands

/// Suspects that are no commits: flags that were switched, and what the fault follows.
struct SourceSuspectsTests {
    private let onset = Timestamp(seconds: 1_700_000_000)

    private func suspects(_ contrasts: [ContrastedChange] = []) async throws -> SuspectTable {
        let directory = FileManager.default.temporaryDirectory.appending(path: "suspects-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let onset = onset
        let casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path) { onset }
        for (flag, seconds) in [("fast-pay", -120.0), ("new-cart", -90_000), ("late", 900)] {
            let change = FlagChange(
                dedupKey: flag, flag: flag, isOn: true, at: onset + .seconds(seconds), source: "gitlab")
            for _ in 1...2 { try await casebook.record(change) }
        }
        return try await SourceSuspects(repositories: RepositorySet(), casebook: casebook).suspects(
            for: SuspectQuestion(
                service: "payment", onset: onset, clues: ["DeclinedError: fast pay gave no token"], contrasts: contrasts
            ))
    }

    @Test func `a flag that was switched shortly before is a row, one of days ago or of later is not`() async throws {
        let table = try await suspects()
        #expect(table.rows.map(\.suspect.name) == ["fast-pay switched on"])
        #expect(table.rows[0].kind == "flag" && table.rows[0].suspect.reason.contains("took effect shortly before"))
    }

    @Test func `a flag that the fault follows as well is one row, and an instance is another`() async throws {
        let table = try await suspects([
            .init(kind: .flag, name: "fast-pay = on", finding: "It follows the flag."),
            .init(kind: .infrastructure, name: "host.name = n3", finding: "It is on n3."),
        ])
        #expect(table.rows.map(\.kind) == ["flag", "infrastructure"] && table.noneReason == nil)
        #expect(table.rows[0].suspect.name == "fast-pay = on")
        #expect(table.rows[0].suspect.reason.contains("took effect shortly before"))
    }
}
