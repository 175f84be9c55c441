import CSQLite

/// Looks into a database file from outside, as a person with `sqlite3` does.
enum SQLiteFile {
    /// The rows of a query, every value as text.
    static func rows(_ path: String, _ sql: String) throws -> [[String]] {
        var handle: OpaquePointer?
        defer { sqlite3_close(handle) }
        var statement: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
            sqlite3_busy_timeout(handle, 10_000) == SQLITE_OK,
            sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK
        else { throw SoakFailure("\(path): \(String(cString: sqlite3_errmsg(handle)))") }
        defer { sqlite3_finalize(statement) }
        var rows: [[String]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
                })
        }
        return rows
    }

    /// What `PRAGMA integrity_check` says; `ok` for a whole file.
    static func integrity(_ path: String) throws -> String {
        try rows(path, "PRAGMA integrity_check").first?.first ?? "no answer"
    }
}
