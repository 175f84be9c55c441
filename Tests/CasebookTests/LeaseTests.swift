import Casebook
import Telemetry
import Testing

struct LeaseTests {
    @Test func `the most severe case is claimed first and only once`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a", service: "cart"))
        let worst = try await test.book.record(signal("b", severity: .critical, service: "payment"))
        let claimed = try await test.book.claimNextCase(leaseSeconds: 60)
        #expect(claimed?.id == worst.case.id)
        #expect(claimed?.state == .investigating && claimed?.attempts == 1)
        #expect(try await test.book.claimNextCase(leaseSeconds: 60) != nil)
        #expect(try await test.book.claimNextCase(leaseSeconds: 60) == nil)
    }

    @Test func `a dead investigator's case is claimed again and its lease is refused`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a"))
        let dead = try #require(try await test.book.claimNextCase(leaseSeconds: 60))
        test.advance(.seconds(61))
        let heir = try #require(try await test.book.claimNextCase(leaseSeconds: 60))
        #expect(heir.id == dead.id && heir.attempts == 2)
        let lease = try #require(dead.lease)
        await #expect(throws: CasebookError.self) {
            _ = try await test.book.renewLease(lease, caseID: dead.id, leaseSeconds: 60)
        }
    }

    @Test func `a renewed lease keeps others out, a released one lets them in`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a"))
        let mine = try #require(try await test.book.claimNextCase(leaseSeconds: 60))
        test.advance(.seconds(50))
        let lease = try await test.book.renewLease(try #require(mine.lease), caseID: mine.id, leaseSeconds: 60)
        test.advance(.seconds(50))
        #expect(try await test.book.claimNextCase(leaseSeconds: 60) == nil)
        await #expect(throws: CasebookError.self) {
            _ = try await test.book.claim(caseID: mine.id, leaseSeconds: 60)
        }
        try await test.book.releaseLease(lease, caseID: mine.id)
        #expect(try await test.book.claimNextCase(leaseSeconds: 60)?.id == mine.id)
    }

    @Test func `a stopped investigator costs no attempt, a dead one does`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a"))
        for _ in 0..<10 {
            let stopped = try #require(try await test.book.claimNextCase(leaseSeconds: 60))
            try await test.book.releaseLease(try #require(stopped.lease), caseID: stopped.id)
        }
        for _ in 0..<5 {
            #expect(try await test.book.claimNextCase(leaseSeconds: 60) != nil)
            try await test.book.releaseAbandonedLeases()
        }
        #expect(try await test.book.claimNextCase(leaseSeconds: 60) == nil)
    }

    @Test func `a restarted daemon does not wait for the leases of the one before`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a"))
        let dead = try #require(try await test.book.claimNextCase(leaseSeconds: 60))
        try await test.book.releaseAbandonedLeases()
        #expect(try await test.book.claimNextCase(leaseSeconds: 60)?.id == dead.id)
    }

    @Test func `a question waits for who asked it`() async throws {
        let test = try TestCasebook()
        let asked = try await test.book.record(signal("q", kind: .question))
        #expect(try await test.book.claimNextCase(leaseSeconds: 60) == nil)
        #expect(try await test.book.claim(caseID: asked.case.id, leaseSeconds: 60).lease != nil)
    }
}
