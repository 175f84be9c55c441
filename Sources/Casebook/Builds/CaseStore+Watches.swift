import GRDB
import JSONValues
import Telemetry

extension CaseStore {
    /// The watches whose time has come, oldest first.
    public func dueWatches(limit: Int = 20) async throws(CasebookError) -> [Watch] {
        let now = now()
        return try await read { database in
            try Self.fetchWatches(
                "w.state = 'pending' AND w.due_ns <= ? ORDER BY w.due_ns, w.id LIMIT ?",
                [now.nanoseconds, limit], in: database)
        }
    }

    /// The watches of a deploy, in the order they are due.
    public func watches(ofDeploy deployID: Int64) async throws(CasebookError) -> [Watch] {
        try await read { database in
            try Self.fetchWatches("w.deploy_id = ? ORDER BY w.due_ns, w.id", [deployID], in: database)
        }
    }

    /// The newest diff report of each of these deploys, by deploy.
    public func diffReports(ofDeploys ids: [Int64]) async throws(CasebookError) -> [Int64: Int64] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT deploy_id, max(report_id) AS report_id FROM watches
                    WHERE report_id IS NOT NULL AND deploy_id IN (SELECT value FROM json_each(?)) GROUP BY deploy_id
                    """, arguments: [try JSONValue.stored(ids)])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["deploy_id"], $0["report_id"]) })
        }
    }

    /// Notes what a watch found; a watch that was already finished stays as it is.
    public func finishWatch(
        _ id: Int64, outcome: String, reportID: Int64? = nil
    ) async throws(CasebookError) {
        try await write { database in
            try database.execute(
                sql: """
                    UPDATE watches SET state = 'done', outcome = ?, report_id = ? WHERE id = ? AND state = 'pending'
                    """, arguments: [outcome, reportID, id])
        }
    }

    /// Cancels what is still pending for a deploy, as when a later deploy replaced it.
    public func cancelWatches(ofDeploy deployID: Int64) async throws(CasebookError) {
        try await write { database in
            try database.execute(
                sql: "UPDATE watches SET state = 'cancelled' WHERE deploy_id = ? AND state = 'pending'",
                arguments: [deployID])
        }
    }

    private static func fetchWatches(
        _ condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [Watch] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT d.*, d.state AS deploy_state, w.id AS watch_id, w.deploy_id, w.after_seconds, w.due_ns,
                  w.state AS watch_state, w.outcome, w.report_id
                FROM watches w JOIN deploys d ON d.id = w.deploy_id WHERE \(condition)
                """, arguments: arguments
        ).map { row in
            Watch(
                id: row["watch_id"], deployID: row["deploy_id"], deploy: try Deploy(row: row),
                course: try StoredDeploy.Course(row: row), afterSeconds: row["after_seconds"],
                dueAt: row.time("due_ns"), state: try row.choice("watch_state"), outcome: row["outcome"],
                reportID: row["report_id"])
        }
    }
}
