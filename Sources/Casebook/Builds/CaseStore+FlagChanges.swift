import GRDB
import JSONValues
public import Telemetry

extension CaseStore {
    /// Files a flag's change; a known key changes nothing.
    public func record(_ change: FlagChange) async throws(CasebookError) {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO flag_changes (dedup_key, flag, is_on, repository, at_ns, source, details)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    change.dedupKey, change.flag, change.isOn, change.repository, change.at.nanoseconds, change.source,
                    change.details.text,
                ])
        }
    }

    /// The changes inside a range of time, newest first.
    public func flagChanges(
        in range: TimeRange = .all, limit: Int = 100
    ) async throws(CasebookError) -> [FlagChange] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM flag_changes WHERE at_ns >= ? AND at_ns < ? ORDER BY at_ns DESC, id DESC LIMIT ?
                    """,
                arguments: [range.start.nanoseconds, range.end.nanoseconds, limit]
            ).map { row in
                FlagChange(
                    dedupKey: row["dedup_key"], flag: row["flag"], isOn: row["is_on"], repository: row["repository"],
                    at: row.time("at_ns"), source: row["source"], details: try row.json("details"))
            }
        }
    }
}
