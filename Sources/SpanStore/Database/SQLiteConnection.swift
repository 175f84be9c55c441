import CSQLite

/// One connection to the store's file; used by one thread at a time.
final class SQLiteConnection {
    private let handle: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]

    init(path: String, readOnly: Bool) throws(SpanStoreError) {
        var handle: OpaquePointer?
        let flags = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let status = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let handle, status == SQLITE_OK else {
            let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw SpanStoreError(
                .cannotOpen, "the span store '\(path)' cannot be opened: \(reason)",
                hint: "check that the directory exists and may be written")
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, 5000)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Runs SQL that gives no rows.
    func execute(_ sql: String) throws(SpanStoreError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    /// Runs a statement with values bound, calling `row` for every row of its result.
    func run(
        _ sql: String, _ values: [SQLiteValue] = [], row: (SQLiteRow) throws(SpanStoreError) -> Void = { _ in }
    ) throws(SpanStoreError) {
        let statement = try prepare(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() { bind(value, Int32(index + 1), statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try row(SQLiteRow(statement: statement))
            case SQLITE_DONE: return
            default: throw failure()
            }
        }
    }

    /// The single integer a statement gives; 0 where it gives none.
    func integer(_ sql: String, _ values: [SQLiteValue] = []) throws(SpanStoreError) -> Int64 {
        var result: Int64 = 0
        try run(sql, values) { (row) throws(SpanStoreError) in result = row.integer(0) }
        return result
    }

    /// The blob a statement gives for a key; nil where it gives none.
    func blob(_ sql: String, _ key: Int64) throws(SpanStoreError) -> [UInt8]? {
        var result: [UInt8]?
        try run(sql, [.integer(key)]) { (row) throws(SpanStoreError) in result = row.blob(0) }
        return result
    }

    /// Runs the body in one transaction; rolls back where it throws.
    func transaction(_ body: () throws(SpanStoreError) -> Void) throws(SpanStoreError) {
        try execute("BEGIN IMMEDIATE")
        do throws(SpanStoreError) {
            try body()
            try execute("COMMIT")
        } catch {
            // A failed COMMIT may have rolled back already; then this one has nothing to do.
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    /// Runs the body's reads on one state of the file.
    func reading(_ body: () throws(SpanStoreError) -> Void) throws(SpanStoreError) {
        try execute("BEGIN")
        defer { sqlite3_exec(handle, "COMMIT", nil, nil, nil) }
        try body()
    }

    private func prepare(_ sql: String) throws(SpanStoreError) -> OpaquePointer {
        if let known = statements[sql] { return known }
        var statement: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        guard sqlite3_prepare_v3(handle, sql, -1, flags, &statement, nil) == SQLITE_OK, let statement else {
            throw failure()
        }
        statements[sql] = statement
        return statement
    }

    private func bind(_ value: SQLiteValue, _ index: Int32, _ statement: OpaquePointer) {
        switch value {
        case .integer(let number): sqlite3_bind_int64(statement, index, number)
        case .blob(let bytes):
            // SQLite copies the bytes (SQLITE_TRANSIENT), so their lifetime ends here.
            let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            bytes.withUnsafeBytes { buffer in
                _ = sqlite3_bind_blob64(statement, index, buffer.baseAddress, UInt64(buffer.count), copies)
                if buffer.isEmpty { sqlite3_bind_zeroblob(statement, index, 0) }
            }
        }
    }

    private func failure() -> SpanStoreError {
        let message = String(cString: sqlite3_errmsg(handle))
        switch sqlite3_errcode(handle) {
        case SQLITE_FULL:
            return SpanStoreError(
                .full, "the disk or the file's page limit is full", hint: "free space or lower retention")
        case SQLITE_IOERR:
            return SpanStoreError(.full, "the disk does not take the data: \(message)", hint: "check space and limits")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return SpanStoreError(
                .damaged, "the span store is damaged or is no SQLite file: \(message)",
                hint: "move the file away; spans.db holds nothing that cannot be collected again")
        default: return SpanStoreError(.database, "SQLite: \(message)")
        }
    }
}

/// A value bound to a statement.
enum SQLiteValue {
    case integer(Int64)
    case blob([UInt8])
}

/// The current row of a running statement.
struct SQLiteRow {
    let statement: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func blob(_ column: Int32) -> [UInt8] {
        let count = Int(sqlite3_column_bytes(statement, column))
        guard count > 0, let start = sqlite3_column_blob(statement, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
