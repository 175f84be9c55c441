import GRDB
import JSONValues
import Telemetry

extension CaseStore {
    /// Notes that builds are running; may be repeated. Widens what is known and never forgets a revision.
    ///
    /// - Returns: The builds that were not known before.
    @discardableResult
    public func record(_ builds: [Build]) async throws(CasebookError) -> [Build] {
        try await write { database in
            try builds.filter { build in
                let isKnown = try Bool.fetchOne(
                    database,
                    sql: "SELECT 1 FROM builds WHERE service = ? AND version = ? AND environment = ?",
                    arguments: [build.service, build.version, build.environment ?? ""])
                try Self.upsert(build, in: database)
                return isKnown == nil
            }
        }
    }

    /// The builds of a service, or of all, newest first.
    public func builds(
        ofService service: String? = nil, environment: String? = nil
    ) async throws(CasebookError) -> [Build] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM builds WHERE (?1 IS NULL OR service = ?1) AND (?2 IS NULL OR environment = ?2)
                    ORDER BY first_seen_ns DESC, service, version
                    """,
                arguments: [service, environment]
            ).map { Build(row: $0) }
        }
    }

    private static func upsert(_ build: Build, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO builds (service, version, environment, revision, repository_url, first_seen_ns, last_seen_ns)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (service, version, environment) DO UPDATE SET
                  revision = coalesce(excluded.revision, revision),
                  repository_url = coalesce(excluded.repository_url, repository_url),
                  first_seen_ns = min(first_seen_ns, excluded.first_seen_ns),
                  last_seen_ns = max(last_seen_ns, excluded.last_seen_ns)
                """,
            arguments: [
                build.service, build.version, build.environment ?? "", build.revision, build.repositoryURL,
                build.firstSeen.nanoseconds, build.lastSeen.nanoseconds,
            ])
    }
}

extension Build {
    init(row: Row) {
        let environment: String = row["environment"]
        self.init(
            service: row["service"], version: row["version"], revision: row["revision"],
            environment: environment.isEmpty ? nil : environment, repositoryURL: row["repository_url"],
            firstSeen: row.time("first_seen_ns"), lastSeen: row.time("last_seen_ns"))
    }
}
