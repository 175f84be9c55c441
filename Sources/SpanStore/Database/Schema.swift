/// The layout of `spans.db`.
///
/// - `write_ahead`: one row per accepted table of rows, encoded; what was acknowledged but not sealed.
/// - `segment`: one row per immutable segment: its rows, time range, column directory and trace filter.
/// - `chunk`: one row per column of a segment; the id is `segment * 65536 + column`.
/// - `log_request`: the fingerprints of the newest requests of log records, which have no ids of their own. Each is
///   inserted in the transaction that takes the request's rows. Row 0 holds the key of the fingerprints.
///
/// Rows of `write_ahead` are deleted in the transaction that inserts the segment made of them. `user_version` is the
/// version of this layout and of the encodings inside the blobs.
enum Schema {
    /// Written into every file; an older binary refuses a newer number.
    static let version: Int64 = 2
    /// `whyS`, so that `file` and we can tell a span store from another SQLite file.
    static let applicationID: Int64 = 0x7768_7953

    private static let tables = """
        CREATE TABLE write_ahead(
            id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, rows INTEGER NOT NULL, received INTEGER NOT NULL,
            data BLOB NOT NULL);
        CREATE TABLE segment(
            id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, rows INTEGER NOT NULL, min_time INTEGER NOT NULL,
            max_time INTEGER NOT NULL, sealed INTEGER NOT NULL, bytes INTEGER NOT NULL, directory BLOB NOT NULL,
            traces BLOB NOT NULL);
        CREATE TABLE chunk(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        """

    /// What layout 2 added.
    private static let logRequests = """
        CREATE TABLE log_request(id INTEGER PRIMARY KEY, fingerprint INTEGER NOT NULL);
        INSERT INTO log_request VALUES(0, random());
        """

    /// Makes the connection fit for use, creating or checking the layout.
    static func prepare(_ connection: SQLiteConnection, survivesPowerCut: Bool) throws(SpanStoreError) {
        let isEmpty = try connection.integer("SELECT count(*) FROM sqlite_master") == 0
        if isEmpty {
            // Large pages: a chunk of tens of kilobytes then takes few overflow pages.
            try connection.execute("PRAGMA page_size=16384; PRAGMA auto_vacuum=INCREMENTAL")
        } else {
            try check(connection)
        }
        try connection.execute("PRAGMA journal_mode=WAL")
        try connection.execute("PRAGMA synchronous=\(survivesPowerCut ? "FULL" : "NORMAL")")
        try connection.execute("PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864")
        let found = try connection.integer("PRAGMA user_version")
        guard found < version else { return }
        try connection.transaction { () throws(SpanStoreError) in
            if isEmpty { try connection.execute(tables) }
            try connection.execute(logRequests)
            try connection.execute("PRAGMA application_id=\(applicationID); PRAGMA user_version=\(version)")
        }
    }

    /// Refuses a file that is not a span store, or a newer one; changes nothing.
    static func check(_ connection: SQLiteConnection) throws(SpanStoreError) {
        guard try connection.integer("PRAGMA application_id") == applicationID else {
            throw SpanStoreError(
                .damaged, "the file is an SQLite database but not a span store", hint: "choose another path")
        }
        let found = try connection.integer("PRAGMA user_version")
        guard found <= version else {
            throw SpanStoreError(
                .newerFile, "the span store was written by a newer whyd (layout \(found), this one knows \(version))",
                hint: "run the newer whyd, or point this one at another file")
        }
    }
}
