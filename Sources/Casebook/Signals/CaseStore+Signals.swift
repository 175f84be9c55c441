import GRDB
import JSONValues
public import Telemetry

extension CaseStore {
    /// Files a signal: updates it where its key is known, else joins it to a living case that shares a group key and
    /// was touched within `joinWithin`, else opens a case. A case that has its report takes no signal about another
    /// version: nobody would look at it again.
    ///
    /// May be repeated: a resent webhook changes nothing but `times_seen`.
    public func record(
        _ signal: Signal, joinWithin: Duration = .seconds(3600)
    ) async throws(CasebookError) -> RecordedSignal {
        let now = now()
        return try await write { database in
            if let caseID = try Self.updateKnownSignal(signal, in: database) {
                try Self.refreshCase(caseID, at: now, in: database)
                return RecordedSignal(
                    case: try Self.requireCase(caseID, in: database), isNewSignal: false, isNewCase: false)
            }
            let joined = try Self.caseToJoin(signal, touchedAfter: now - joinWithin, in: database)
            let caseID = try joined ?? Self.openCase(for: signal, at: now, in: database)
            try Self.insert(signal, into: caseID, at: now, in: database)
            try Self.refreshCase(caseID, at: now, in: database)
            return RecordedSignal(
                case: try Self.requireCase(caseID, in: database), isNewSignal: true, isNewCase: joined == nil)
        }
    }

    /// The signals of a case, oldest first.
    public func signals(ofCase caseID: Int64) async throws(CasebookError) -> [Signal] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM signals WHERE case_id = ? ORDER BY id", arguments: [caseID])
                .map { try Signal(row: $0) }
        }
    }

    /// The signals of a kind that have not ended and those that began since a time, oldest first: what the process before
    /// this one saw.
    ///
    /// - Parameter kind: what sort of observation, such as findings of detectors.
    public func signals(_ kind: Signal.Kind, since: Timestamp) async throws(CasebookError) -> [Signal] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM signals WHERE kind = ? AND (ended_ns IS NULL OR started_ns >= ?) ORDER BY id",
                arguments: [kind.rawValue, since.nanoseconds]
            ).map { try Signal(row: $0) }
        }
    }

    private static func updateKnownSignal(_ signal: Signal, in database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                UPDATE signals SET times_seen = times_seen + 1, ended_ns = ?, title = ?, severity = ?
                WHERE dedup_key = ? RETURNING case_id
                """,
            arguments: [signal.endedAt?.nanoseconds, signal.title, signal.severity.rawValue, signal.dedupKey])
    }

    private static func caseToJoin(_ signal: Signal, touchedAfter limit: Timestamp, in database: Database) throws
        -> Int64?
    {
        guard !signal.groupKeys.isEmpty else { return nil }
        let keys = try JSONValue.stored(signal.groupKeys.sorted())
        return try Int64.fetchOne(
            database,
            sql: """
                SELECT c.id FROM cases c JOIN case_keys k ON k.case_id = c.id
                WHERE k.key IN (SELECT value FROM json_each(?1)) AND c.updated_ns >= ?2 AND (
                  c.state IN ('open', 'investigating')
                  OR c.state = 'reported' AND (?3 IS NULL OR c.version IS NULL OR c.version = ?3))
                ORDER BY c.opened_ns DESC, c.id DESC LIMIT 1
                """,
            arguments: [keys, limit.nanoseconds, signal.version])
    }

    private static func openCase(for signal: Signal, at now: Timestamp, in database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO cases (state, title, kind, severity, service, operation, environment, version, onset_ns,
                  ended_ns, window_start_ns, window_end_ns, opened_ns, updated_ns, destinations)
                VALUES ('open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                signal.title, signal.kind.rawValue, signal.severity.rawValue, signal.service, signal.operation,
                signal.environment, signal.version, signal.startedAt.nanoseconds, signal.endedAt?.nanoseconds,
                signal.window?.start.nanoseconds, signal.window?.end.nanoseconds, now.nanoseconds, now.nanoseconds,
                try JSONValue.stored(signal.destinations),
            ])
        return database.lastInsertedRowID
    }

    private static func insert(
        _ signal: Signal, into caseID: Int64, at now: Timestamp, in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO signals (dedup_key, case_id, kind, source, title, severity, service, operation, environment,
                  version, started_ns, ended_ns, received_ns, details)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                signal.dedupKey, caseID, signal.kind.rawValue, signal.source, signal.title, signal.severity.rawValue,
                signal.service, signal.operation, signal.environment, signal.version, signal.startedAt.nanoseconds,
                signal.endedAt?.nanoseconds, now.nanoseconds, signal.details.text,
            ])
        for key in signal.groupKeys {
            try database.execute(
                sql: "INSERT OR IGNORE INTO case_keys (key, case_id) VALUES (?, ?)", arguments: [key, caseID])
        }
    }

    /// Brings a case's summary columns in line with its signals.
    private static func refreshCase(_ caseID: Int64, at now: Timestamp, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE cases SET
                  updated_ns = :now,
                  onset_ns = (SELECT min(started_ns) FROM signals WHERE case_id = :id),
                  ended_ns = (SELECT iif(count(*) = count(ended_ns), max(ended_ns), NULL)
                              FROM signals WHERE case_id = :id),
                  (title, severity) = (
                    SELECT title, severity FROM signals WHERE case_id = :id
                    ORDER BY CASE severity WHEN 'critical' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END DESC, id LIMIT 1)
                WHERE id = :id
                """,
            arguments: ["now": now.nanoseconds, "id": caseID])
    }
}

extension Signal {
    init(row: Row) throws {
        self.init(
            dedupKey: row["dedup_key"], kind: try row.choice("kind"), source: row["source"], title: row["title"],
            severity: try row.choice("severity"), service: row["service"], operation: row["operation"],
            environment: row["environment"], version: row["version"], startedAt: row.time("started_ns"),
            endedAt: row.optionalTime("ended_ns"), details: try row.json("details"))
    }
}
