import CSQLite
import Casebook
import Investigation
import Telemetry
import Testing

/// What somebody types into `sqlite3 whyd.db`, run by the real library on a connection of its own.
struct DocumentedQueryTests {
    @Test func `every view answers while whyd has the file open`() async throws {
        let test = try await filled()
        #expect(
            try query(test.path, "SELECT state, severity, signals, evidence, report_id FROM case_overview")
                == [["reported", "warning", "1", "1", "1"]])
        #expect(
            try query(
                test.path,
                "SELECT service, build, suspect, suspect_file, suspect_line, claims, verified_claims FROM report_overview"
            )
                == [["payment", "1.6.0", "0f2b1c3", "payment/rates.py", "35", "2", "1"]])
        #expect(
            try query(
                test.path, "SELECT statement, evidence_id, value, unit, tool, evidence FROM report_claims LIMIT 1")
                == [["44 of 247 charges failed", "E2", "44", "count", "query_spans", "44 of 247 charges failed"]])
        #expect(
            try query(test.path, "SELECT hypothesis, status FROM report_hypotheses ORDER BY 1")
                == [["H1", "supported"], ["H2", "refuted"]])
        #expect(
            try query(test.path, "SELECT version, watches FROM deploy_overview") == [["1.6.0", "600.0 s: pending"]])
        #expect(try query(test.path, "SELECT destination, state FROM delivery_overview") == [["slack:C1", "pending"]])
        #expect(try query(test.path, "SELECT day, dollars FROM spend_per_day") == [["2026-09-21", "0.25"]])
    }

    @Test func `every table and view explains itself in the schema`() async throws {
        let test = try TestCasebook()
        let schema = try query(
            test.path,
            "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB 'grdb_*'")
        #expect(schema.count == 24)
        for row in schema { #expect(row[1].contains("-- "), "\(row[0]) has no comment") }
    }

    private func filled() async throws -> TestCasebook {
        let test = try TestCasebook()
        let filed = try await test.book.record(signal("a", destinations: ["slack:C1"]))
        let fixed = plan(caseID: filed.case.id)
        try await test.book.append([try answered(dollars: 0.25)], evidence: [evidence(2)], at: 0, to: fixed)
        try await test.book.save(report(), isFinal: true, of: fixed)
        _ = try await test.book.record(
            Deploy(dedupKey: "d", service: "payment", version: "1.6.0", at: noon, source: "spans"),
            watchAfterSeconds: [600])
        return test
    }
}

/// Runs SQL and returns its cells as text.
func query(_ path: String, _ sql: String) throws -> [[String]] {
    struct SQLiteFailure: Error { var message: String }
    var database: OpaquePointer?
    var statement: OpaquePointer?
    defer {
        sqlite3_finalize(statement)
        sqlite3_close_v2(database)
    }
    guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
        sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK
    else { throw SQLiteFailure(message: String(cString: sqlite3_errmsg(database))) }
    var rows: [[String]] = []
    while sqlite3_step(statement) == SQLITE_ROW {
        rows.append(
            (0..<sqlite3_column_count(statement)).map { column in
                sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
            })
    }
    return rows
}
