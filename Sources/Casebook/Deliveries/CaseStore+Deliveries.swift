import GRDB
public import Telemetry

extension CaseStore {
    /// Adds a destination to a published report; the same destination again changes nothing.
    public func requestDelivery(reportID: Int64, to destination: String) async throws(CasebookError) -> Delivery {
        let now = now()
        return try await write { database in
            guard try Bool.fetchOne(database, sql: "SELECT 1 FROM reports WHERE id = ?", arguments: [reportID]) != nil
            else { throw CasebookError(.notFound, "there is no report \(reportID)", hint: "`whyd reports` lists them") }
            try Self.insertDelivery(reportID: reportID, destination: destination, at: now, in: database)
            return try Self.requireDelivery(
                "report_id = ? AND destination = ?", [reportID, destination], in: database)
        }
    }

    /// The deliveries that are to be tried now and that nobody has claimed, longest waiting first.
    public func dueDeliveries(limit: Int = 20) async throws(CasebookError) -> [Delivery] {
        let now = now()
        return try await read { database in
            try Self.fetchDeliveries(
                """
                state = 'pending' AND next_attempt_ns <= ? AND coalesce(claimed_until_ns, 0) <= ?
                ORDER BY next_attempt_ns, id LIMIT ?
                """,
                [now.nanoseconds, now.nanoseconds, limit], in: database)
        }
    }

    /// The deliveries of a report.
    public func deliveries(ofReport reportID: Int64) async throws(CasebookError) -> [Delivery] {
        try await read { database in
            try Self.fetchDeliveries("report_id = ? ORDER BY id", [reportID], in: database)
        }
    }

    /// Notes that a delivery arrived.
    public func deliveryArrived(
        _ id: Int64, remoteID: String?, remoteURL: String?
    ) async throws(CasebookError) -> Delivery {
        let now = now()
        return try await write { database in
            try database.execute(
                sql: """
                    UPDATE deliveries SET state = 'delivered', attempts = attempts + 1, remote_id = ?, remote_url = ?,
                      last_error = NULL, claim_token = NULL, claimed_until_ns = NULL, updated_ns = ? WHERE id = ?
                    """, arguments: [remoteID, remoteURL, now.nanoseconds, id])
            return try Self.requireDelivery("id = ?", [id], in: database)
        }
    }

    /// Notes that an attempt failed; `retryAt` nil gives up.
    public func deliveryFailed(
        _ id: Int64, because reason: String, retryAt: Timestamp?
    ) async throws(CasebookError) -> Delivery {
        let now = now()
        return try await write { database in
            try database.execute(
                sql: """
                    UPDATE deliveries SET state = ?, attempts = attempts + 1, next_attempt_ns = ?, last_error = ?,
                      claim_token = NULL, claimed_until_ns = NULL, updated_ns = ? WHERE id = ? AND state <> 'delivered'
                    """,
                arguments: [
                    (retryAt == nil ? Delivery.State.failed : .pending).rawValue, (retryAt ?? now).nanoseconds, reason,
                    now.nanoseconds, id,
                ])
            return try Self.requireDelivery("id = ?", [id], in: database)
        }
    }

    /// - Parameter isRenewed: whether the report has changed since it was delivered and has to be brought up to date.
    static func insertDelivery(
        reportID: Int64, destination: String, isRenewed: Bool = false, at now: Timestamp, in database: Database
    ) throws {
        // A delivery that was given up is tried again when somebody asks for it.
        let ended = isRenewed ? "state <> 'pending'" : "state = 'failed'"
        try database.execute(
            sql: """
                INSERT INTO deliveries (report_id, destination, state, next_attempt_ns, updated_ns)
                VALUES (?1, ?2, 'pending', ?3, ?3)
                ON CONFLICT (report_id, destination) DO UPDATE SET
                  next_attempt_ns = iif(\(ended) OR state = 'pending', excluded.next_attempt_ns, next_attempt_ns),
                  attempts = iif(\(ended), 0, attempts),
                  state = iif(\(ended), 'pending', state)
                """, arguments: [reportID, destination, now.nanoseconds])
    }

    static func requireDelivery(
        _ condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> Delivery {
        guard let delivery = try fetchDeliveries(condition, arguments, in: database).first else {
            throw CasebookError(.notFound, "there is no such delivery")
        }
        return delivery
    }

    private static func fetchDeliveries(
        _ condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [Delivery] {
        try Row.fetchAll(database, sql: "SELECT * FROM deliveries WHERE \(condition)", arguments: arguments).map {
            row in
            let token: String? = row["claim_token"]
            return Delivery(
                id: row["id"], reportID: row["report_id"], destination: row["destination"],
                state: try row.choice("state"), attempts: row["attempts"],
                nextAttemptAt: row.time("next_attempt_ns"), remoteID: row["remote_id"], remoteURL: row["remote_url"],
                lastError: row["last_error"],
                claim: token.map { Lease(token: $0, expiresAt: row.time("claimed_until_ns")) })
        }
    }
}
