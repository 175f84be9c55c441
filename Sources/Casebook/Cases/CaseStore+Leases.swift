import FoundationEssentials
import GRDB
import Telemetry

extension CaseStore {
    /// Claims the most severe, then oldest, case that nobody investigates; nil where nothing waits.
    ///
    /// A case whose lease ran out counts as waiting: its investigator died, and the transcript says how far it came.
    /// Questions are claimed only by who asked them, through `claim`. A case that cost `maximumAttempts` investigators
    /// their life is left alone.
    public func claimNextCase(
        leaseSeconds: Double, maximumAttempts: Int = 5
    ) async throws(CasebookError) -> Case? {
        let now = now()
        let token = UUID().uuidString
        return try await write { database in
            let id = try Int64.fetchOne(
                database,
                sql: """
                    SELECT id FROM cases
                    WHERE kind <> 'question' AND attempts < ?
                      AND (state = 'open' OR (state = 'investigating' AND lease_expires_ns <= ?))
                    ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, opened_ns, id
                    LIMIT 1
                    """,
                arguments: [maximumAttempts, now.nanoseconds])
            return try id.map { id in
                try Self.lease(id, token: token, until: now + .seconds(leaseSeconds), at: now, in: database)
            }
        }
    }

    /// Claims this case, reported ones included.
    ///
    /// - Throws: `.leaseLost` while somebody else holds it; `.notFound`; `.conflict` for a closed case.
    public func claim(caseID: Int64, leaseSeconds: Double) async throws(CasebookError) -> Case {
        let now = now()
        let token = UUID().uuidString
        return try await write { database in
            let found = try Self.requireCase(caseID, in: database)
            if found.state == .closed { throw CasebookError(.conflict, "case \(caseID) is closed") }
            if let lease = found.lease, lease.expiresAt > now {
                throw CasebookError(
                    .leaseLost, "case \(caseID) is being investigated", hint: "wait, or look again after its lease")
            }
            return try Self.lease(caseID, token: token, until: now + .seconds(leaseSeconds), at: now, in: database)
        }
    }

    /// Keeps a lease for `leaseSeconds` from now.
    ///
    /// - Throws: `.leaseLost` where somebody else claimed the case meanwhile.
    public func renewLease(
        _ lease: Lease, caseID: Int64, leaseSeconds: Double
    ) async throws(CasebookError) -> Lease {
        let until = now() + .seconds(leaseSeconds)
        return try await write { database in
            try Self.requireLease(lease.token, caseID: caseID, in: database)
            try database.execute(
                sql: "UPDATE cases SET lease_expires_ns = ? WHERE id = ?", arguments: [until.nanoseconds, caseID])
            return Lease(token: lease.token, expiresAt: until)
        }
    }

    /// Gives a case back unfinished, so that it is claimed again; an investigator that was stopped and did not die is
    /// not counted among the case's attempts.
    public func releaseLease(_ lease: Lease, caseID: Int64) async throws(CasebookError) {
        try await write { database in
            try Self.requireLease(lease.token, caseID: caseID, in: database)
            try database.execute(
                sql: """
                    UPDATE cases SET state = 'open', attempts = attempts - 1, lease_token = NULL, lease_expires_ns = NULL
                    WHERE id = ?
                    """, arguments: [caseID])
        }
    }

    /// Frees every claimed case now, rather than when its lease runs out.
    ///
    /// Only for the daemon, before its first claim: it alone investigates what waits, and the lock on the span store
    /// says that there is no second one, so whoever held these leases is dead.
    public func releaseAbandonedLeases() async throws(CasebookError) {
        try await write { database in
            try database.execute(
                sql: """
                    UPDATE cases SET state = 'open', lease_token = NULL, lease_expires_ns = NULL
                    WHERE state = 'investigating'
                    """)
        }
    }

    static func requireLease(_ token: String, caseID: Int64, in database: Database) throws {
        guard try requireCase(caseID, in: database).lease?.token == token else {
            throw CasebookError(.leaseLost, "case \(caseID) was claimed by somebody else, or closed")
        }
    }

    private static func lease(
        _ id: Int64, token: String, until: Timestamp, at now: Timestamp, in database: Database
    ) throws -> Case {
        try database.execute(
            sql: """
                UPDATE cases SET state = 'investigating', attempts = attempts + 1, lease_token = ?,
                  lease_expires_ns = ?, updated_ns = ?
                WHERE id = ?
                """, arguments: [token, until.nanoseconds, now.nanoseconds, id])
        return try requireCase(id, in: database)
    }
}
