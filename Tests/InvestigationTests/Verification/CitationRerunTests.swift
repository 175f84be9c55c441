import JSONValues
import LanguageModels
import Synchronization
import TestSupport
import Testing
import ToolKit

@testable import Investigation

struct CitationRerunTests {
    private func investigate(_ later: ToolOutput?) async throws -> Report {
        let calls = Mutex(0)
        let tool = Shop.tool("query_spans") { _ throws(ToolFailure) in
            let isFirst = calls.withLock { calls in
                calls += 1
                return calls == 1
            }
            if isFirst { return Shop.builds }
            guard let later else { throw ToolFailure(.unavailable, "the store is gone") }
            return later
        }
        return try await Shop.investigator([ScriptedModel(Shop.goodScript)], registry: Shop.registry([tool]))
            .investigate(Shop.plan())
    }

    @Test func `cited calls are run again before a report is published`() async throws {
        let report = try await investigate(Shop.builds)
        #expect(report.making.rerunCalls == 1 && report.making.changedCalls == 0)
        #expect(ReportMarkdown(report).text.contains("1 cited calls run again, all the same"))
    }

    @Test func `what answers differently by then is said, and the claim keeps what it cited`() async throws {
        var later = Shop.builds
        guard case .table(var table) = later.sections[0].content else { return #expect(Bool(false)) }
        table.rows[0][4] = 4300
        later.sections[0].content = .table(table)
        let report = try await investigate(later)
        #expect(report.verifiedClaims == 1 && report.confidence == .confirmed)
        #expect(report.making.changedCalls == 1 && report.notes == [], "what is cited still holds")
        table.rows[0][2] = 900
        later.sections[0].content = .table(table)
        let shaken = try await investigate(later)
        #expect(shaken.verifiedClaims == 1 && shaken.confidence == .confirmed)
        #expect(shaken.notes.count == 1 && shaken.notes[0].contains("p99 of E2 is 900"), "\(shaken.notes)")
        #expect(try await investigate(nil).notes.contains { $0.hasPrefix("E2 could not be run again") })
    }
}
