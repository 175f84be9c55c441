import GRDB
import JSONValues
public import Telemetry

extension CaseStore {
    /// Files a deploy with a watch per entry of `watchAfterSeconds`; a known key changes nothing.
    ///
    /// A deploy that another source told within `joinWithin` is the same one: what it did not know is filled in. Where
    /// the event names no previous version, the version of the newest earlier deploy of the same service and environment
    /// is taken.
    public func record(
        _ deploy: Deploy, watchAfterSeconds: [Double] = [], joinWithin: Duration = .seconds(3600)
    ) async throws(CasebookError) -> (deploy: StoredDeploy, isNew: Bool) {
        try await write { database in
            if let known = try Self.fetchDeploy(key: deploy.dedupKey, in: database) { return (known, false) }
            if let told = try Self.toldOtherwise(deploy, within: joinWithin, in: database) {
                return (try Self.fill(told, from: deploy, in: database), false)
            }
            let id = try Self.insert(deploy, in: database)
            for seconds in watchAfterSeconds {
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO watches (deploy_id, after_seconds, due_ns, state)
                        VALUES (?, ?, ?, 'pending')
                        """,
                    arguments: [id, seconds, (deploy.at + .seconds(seconds)).nanoseconds])
            }
            guard let stored = try Self.fetchDeploy(key: deploy.dedupKey, in: database) else {
                throw CasebookError(.unavailable, "a deploy that was just stored is gone")
            }
            return (stored, true)
        }
    }

    /// The deploys of a service, or of all, inside a range of time, newest first.
    public func deploys(
        ofService service: String? = nil, environment: String? = nil, in range: TimeRange = .all, limit: Int = 100
    ) async throws(CasebookError) -> [StoredDeploy] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT *, state AS deploy_state FROM deploys
                    WHERE (?1 IS NULL OR service = ?1) AND (?2 IS NULL OR environment = ?2) AND at_ns >= ?3 AND at_ns < ?4
                    ORDER BY at_ns DESC, id DESC LIMIT ?5
                    """,
                arguments: [service, environment, range.start.nanoseconds, range.end.nanoseconds, limit]
            ).map { try StoredDeploy(row: $0) }
        }
    }

    /// Notes what a deploy came to.
    public func note(_ course: StoredDeploy.Course, ofDeploy id: Int64) async throws(CasebookError) {
        try await write { database in
            try database.execute(
                sql: "UPDATE deploys SET state = ?, regressed = ? WHERE id = ?",
                arguments: [course.state, course.regressed.text, id])
        }
    }

    private static func fetchDeploy(key: String, in database: Database) throws -> StoredDeploy? {
        try Row.fetchOne(
            database, sql: "SELECT *, state AS deploy_state FROM deploys WHERE dedup_key = ?", arguments: [key]
        )
        .map { try StoredDeploy(row: $0) }
    }

    private static func insert(_ deploy: Deploy, in database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO deploys (dedup_key, service, version, environment, previous_version, revision, repository,
                  at_ns, source, url, destinations, details)
                VALUES (:key, :service, :version, :environment,
                  coalesce(:previous, (
                    SELECT version FROM deploys
                    WHERE service = :service AND environment IS :environment AND at_ns < :at
                    ORDER BY at_ns DESC LIMIT 1)),
                  :revision, :repository, :at, :source, :url, :destinations, :details)
                """,
            arguments: [
                "key": deploy.dedupKey, "service": deploy.service, "version": deploy.version,
                "environment": deploy.environment, "previous": deploy.previousVersion, "revision": deploy.revision,
                "repository": deploy.repository, "at": deploy.at.nanoseconds, "source": deploy.source,
                "url": deploy.url,
                "destinations": try JSONValue.stored(deploy.destinations), "details": deploy.details.text,
            ])
        return database.lastInsertedRowID
    }
}

extension StoredDeploy {
    init(row: Row) throws { self.init(id: row["id"], deploy: try Deploy(row: row), course: try Course(row: row)) }
}

extension StoredDeploy.Course {
    init(row: Row) throws { self.init(state: row["deploy_state"], regressed: try row.json("regressed")) }
}

extension Deploy {
    init(row: Row) throws {
        self.init(
            dedupKey: row["dedup_key"], service: row["service"], version: row["version"], revision: row["revision"],
            previousVersion: row["previous_version"], environment: row["environment"],
            repository: row["repository"], at: row.time("at_ns"),
            source: row["source"], url: row["url"], destinations: try row.strings("destinations"),
            details: try row.json("details"))
    }
}
