import GRDB
import JSONValues
import Telemetry

extension CaseStore {
    /// The newest cases, in the given states; every state where none is given.
    public func cases(
        in states: Set<Case.State> = Set(Case.State.allCases), limit: Int = 100
    ) async throws(CasebookError) -> [Case] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM cases WHERE state IN (SELECT value FROM json_each(?))
                    ORDER BY opened_ns DESC, id DESC LIMIT ?
                    """,
                arguments: [try JSONValue.stored(states.map(\.rawValue).sorted()), limit]
            ).map { try Case(row: $0) }
        }
    }

    /// The case with this id; nil where there is none.
    public func findCase(_ id: Int64) async throws(CasebookError) -> Case? {
        try await read { database in try Self.fetchCase(id, in: database) }
    }

    /// Ends a case: nothing joins it any more, and nobody investigates it.
    public func closeCase(_ id: Int64) async throws(CasebookError) {
        let now = now()
        try await write { database in
            _ = try Self.requireCase(id, in: database)
            try database.execute(
                sql: """
                    UPDATE cases SET state = 'closed', lease_token = NULL, lease_expires_ns = NULL, updated_ns = ?
                    WHERE id = ?
                    """, arguments: [now.nanoseconds, id])
        }
    }

    static func fetchCase(_ id: Int64, in database: Database) throws -> Case? {
        try Row.fetchOne(database, sql: "SELECT * FROM cases WHERE id = ?", arguments: [id]).map { try Case(row: $0) }
    }

    static func requireCase(_ id: Int64, in database: Database) throws -> Case {
        guard let found = try fetchCase(id, in: database) else {
            throw CasebookError(.notFound, "there is no case \(id)", hint: "`whyd cases` lists them")
        }
        return found
    }
}

extension Case {
    init(row: Row) throws {
        let windowStart = row.optionalTime("window_start_ns")
        let windowEnd = row.optionalTime("window_end_ns")
        let token: String? = row["lease_token"]
        self.init(
            id: row["id"], state: try row.choice("state"), title: row["title"], kind: try row.choice("kind"),
            severity: try row.choice("severity"), service: row["service"], operation: row["operation"],
            environment: row["environment"], version: row["version"], onset: row.time("onset_ns"),
            endedAt: row.optionalTime("ended_ns"),
            window: windowStart.flatMap { start in windowEnd.map { TimeRange(start: start, end: $0) } },
            openedAt: row.time("opened_ns"), updatedAt: row.time("updated_ns"),
            destinations: try row.strings("destinations"), attempts: row["attempts"],
            lease: token.map { Lease(token: $0, expiresAt: row.time("lease_expires_ns")) })
    }
}
