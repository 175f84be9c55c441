import Foundation
import GRDB
import Investigation
import Telemetry
import Testing

@testable import Casebook

struct FileTests {
    @Test func `a file of a newer whyd is refused and left alone`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a"))
        try test.book.close()
        _ = try query(test.path, "PRAGMA user_version = 99")
        let error = #expect(throws: CasebookError.self) { try CaseStore.open(path: test.path, clock: { noon }) }
        #expect(error?.code == .newerFile)
        #expect(error?.description.contains("schema version 99") == true)
        #expect(try query(test.path, "SELECT count(*) FROM signals") == [["1"]])
    }

    @Test func `a file with migrations nobody here knows is refused`() async throws {
        let test = try TestCasebook()
        try test.book.close()
        _ = try query(test.path, "INSERT INTO grdb_migrations VALUES ('2 something newer')")
        let error = #expect(throws: CasebookError.self) { try CaseStore.open(path: test.path, clock: { noon }) }
        #expect(error?.code == .newerFile)
    }

    @Test(arguments: ["CREATE TABLE other (x)", nil]) func `a file that is no casebook is refused`(sql: String?) throws
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "other-\(UUID().uuidString).db").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(sql == nil ? "this is not a database, it is a poem ........".utf8 : "".utf8).write(
            to: URL(filePath: path))
        if let sql { _ = try query(path, sql) }
        let error = #expect(throws: CasebookError.self) { try CaseStore.open(path: path, clock: { noon }) }
        #expect(error?.code == .notACasebook)
    }

    @Test func `two processes' connections share a file`() async throws {
        let test = try TestCasebook()
        let other = try CaseStore.open(path: test.path, clock: { noon })
        let filed = try await test.book.record(signal("a"))
        #expect(try await other.findCase(filed.case.id) == filed.case)
        #expect(try await other.claimNextCase(leaseSeconds: 60)?.id == filed.case.id)
        #expect(try await test.book.claimNextCase(leaseSeconds: 60) == nil)
    }

    @Test func `a full disk is said, changes nothing, and is survived`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a"))
        try await limitPages(of: test.book, to: 1)
        var big = report()
        big.answer = String(repeating: "long ", count: 200_000)
        do {
            try await test.book.save(big, isFinal: true, of: plan())
            Issue.record("a report larger than the disk was saved")
        } catch let error as CasebookError {
            #expect(error.code == .diskFull)
        }
        #expect(try await test.book.reports().isEmpty)
        try await limitPages(of: test.book, to: 1_000_000)
        try await test.book.save(big, isFinal: true, of: plan())
        #expect(try await test.book.reports().count == 1)
    }

    /// SQLite itself then answers SQLITE_FULL, as it does on a full disk; 1 means no page more than there are.
    private func limitPages(of book: CaseStore, to count: Int) async throws {
        try await book.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(count)") }
    }
}
