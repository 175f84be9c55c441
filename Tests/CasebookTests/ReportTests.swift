import Casebook
import Investigation
import Telemetry
import Testing

struct ReportTests {
    @Test func `the final report replaces the first one and keeps its id and key`() async throws {
        let test = try TestCasebook()
        try await test.book.save(report("first"), isFinal: false, of: plan())
        let first = try #require(try await test.book.findReport(ofInvestigation: "inv-1"))
        try await test.book.save(report("final"), isFinal: true, of: plan())
        let final = try #require(try await test.book.findReport(first.id))
        #expect(first.report.title == "first" && !first.isFinal)
        #expect(final.report == report("final") && final.isFinal)
        #expect(final.key == first.key)
    }

    @Test func `a final report ends its case and fills the outbox once, from what was fixed at the start`() async throws
    {
        let test = try TestCasebook()
        let filed = try await test.book.record(signal("a", destinations: ["github:shop/shop#7"]))
        _ = try await test.book.claimNextCase(leaseSeconds: 60)
        let fixed = plan(caseID: filed.case.id, destinations: ["slack:C1"])
        try await test.book.save(report("first"), isFinal: false, of: fixed)
        #expect(try await test.book.dueDeliveries().isEmpty)
        try await test.book.save(report(), isFinal: true, of: fixed)
        try await test.book.save(report(), isFinal: true, of: fixed)
        #expect(try await test.book.findCase(filed.case.id)?.state == .reported)
        #expect(try await test.book.findCase(filed.case.id)?.lease == nil)
        #expect(try await test.book.dueDeliveries().map(\.destination) == ["github:shop/shop#7", "slack:C1"])
        #expect(try await test.book.plans(ofCase: filed.case.id) == [fixed])
    }

    @Test func `a list shows what was found, checked and judged`() async throws {
        let test = try TestCasebook()
        try await test.book.append([.told("why?", .opening)], evidence: [evidence(2)], at: 0, to: plan())
        try await test.book.save(report(), isFinal: true, of: plan())
        let id = try #require(try await test.book.reports().first?.id)
        try await test.book.judge(reportID: id, .wrong, by: .measurement)
        try await test.book.judge(reportID: id, .right, by: .person, note: "rolled back")
        let summary = try #require(try await test.book.reports(service: "payment").first)
        #expect(summary.build == "1.6.0" && summary.suspect == "0f2b1c3" && summary.madeBy == "rulebook/1")
        #expect(summary.claims == 2 && summary.verifiedClaims == 1)
        #expect(summary.verdict == .right)
        #expect(try await test.book.verdicts(ofReport: id).map(\.judgement) == [.right, .wrong])
        #expect(try await test.book.evidence(ofReport: id) == [evidence(2)])
        #expect(try await test.book.reports(service: "cart").isEmpty)
    }

    @Test func `a report nobody knows cannot be judged or delivered`() async throws {
        let test = try TestCasebook()
        await #expect(throws: CasebookError.self) { try await test.book.judge(reportID: 9, .right, by: .person) }
        await #expect(throws: CasebookError.self) {
            _ = try await test.book.requestDelivery(reportID: 9, to: "slack:C1")
        }
    }

    @Test func `a delivery waits for its time and is delivered once`() async throws {
        let test = try TestCasebook()
        try await test.book.save(report(), isFinal: true, of: plan())
        let first = try await test.book.requestDelivery(reportID: 1, to: "slack:C1")
        #expect(try await test.book.requestDelivery(reportID: 1, to: "slack:C1").id == first.id)
        _ = try await test.book.deliveryFailed(first.id, because: "503", retryAt: test.now + .seconds(30))
        #expect(try await test.book.dueDeliveries().isEmpty)
        test.advance(.seconds(31))
        #expect(try await test.book.dueDeliveries().map(\.attempts) == [1])
        _ = try await test.book.deliveryArrived(first.id, remoteID: "17", remoteURL: nil)
        #expect(try await test.book.dueDeliveries().isEmpty)
        #expect(try await test.book.requestDelivery(reportID: 1, to: "slack:C1").state == .delivered)
    }
}
