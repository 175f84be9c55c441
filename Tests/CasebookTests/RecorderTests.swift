import Casebook
import Investigation
import Telemetry
import Testing

struct RecorderTests {
    @Test func `what was appended is read back in order`() async throws {
        let test = try TestCasebook()
        let entries: [TranscriptEntry] = [.told("why?", .opening), try answered(dollars: 0.25)]
        try await test.book.append([entries[0]], evidence: [evidence(1)], at: 0, to: plan())
        try await test.book.append([entries[1]], evidence: [evidence(2)], at: 1, to: plan())
        #expect(try await test.book.transcript(of: "inv-1") == entries)
        #expect(try await test.book.evidence(of: "inv-1") == [evidence(1), evidence(2)])
        #expect(try await test.book.plan(ofInvestigation: "inv-1") == plan())
        #expect(try await test.book.transcript(of: "inv-2").isEmpty)
    }

    @Test func `a run that was resumed elsewhere cannot write twice`() async throws {
        let test = try TestCasebook()
        try await test.book.append([.told("why?", .opening)], evidence: [], at: 0, to: plan())
        await #expect(throws: CasebookError.self) {
            try await test.book.append([try answered(dollars: 1)], evidence: [evidence(1)], at: 0, to: plan())
        }
        #expect(try await test.book.transcript(of: "inv-1").count == 1)
        #expect(try await test.book.evidence(of: "inv-1").isEmpty)
        #expect(try await test.book.dollarsSpent(since: noon - .seconds(1)) == 0)
    }

    @Test func `spend adds up by day and by time`() async throws {
        let test = try TestCasebook()
        let tomorrow = noon + .seconds(86_400)
        try await test.book.append(
            [try answered(dollars: 0.25), try answered(dollars: nil), try answered(dollars: 0.5, at: tomorrow)],
            evidence: [],
            at: 0, to: plan())
        #expect(try await test.book.dollarsSpent(since: noon) == 0.75)
        #expect(try await test.book.dollarsSpent(since: tomorrow) == 0.5)
        let days = try await test.book.spendPerDay(since: "2026-01-01")
        #expect(days.map(\.dollars) == [0.25, 0.5])
        #expect(days.map(\.inputTokens) == [2000, 1000])
    }

    @Test func `a cancelled run still saves what it had`() async throws {
        let test = try TestCasebook()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await test.book.append([.told("why?", .opening)], evidence: [], at: 0, to: plan())
        }
        try await task.value
        #expect(try await test.book.transcript(of: "inv-1").count == 1)
    }
}
