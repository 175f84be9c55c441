import GRDB
public import Investigation
import JSONValues
import Telemetry

extension CaseStore {
    /// The newest reports, of a case or a service where one is given.
    public func reports(
        ofCase caseID: Int64? = nil, service: String? = nil, limit: Int = 100
    ) async throws(CasebookError) -> [ReportSummary] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT r.*,
                      (SELECT count(*) FROM claims k WHERE k.report_id = r.id) AS claims,
                      (SELECT count(*) FROM claims k WHERE k.report_id = r.id AND k.standing = 'verified') AS verified,
                      (SELECT judgement FROM verdicts v WHERE v.report_id = r.id ORDER BY v.id DESC LIMIT 1) AS verdict
                    FROM reports r
                    WHERE (?1 IS NULL OR r.case_id = ?1) AND (?2 IS NULL OR r.service = ?2)
                    ORDER BY r.created_ns DESC, r.id DESC LIMIT ?3
                    """,
                arguments: [caseID, service, limit]
            ).map { try ReportSummary(row: $0) }
        }
    }

    /// The report with this id; nil where there is none.
    public func findReport(_ id: Int64) async throws(CasebookError) -> StoredReport? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM reports WHERE id = ?", arguments: [id])
                .map { try StoredReport(row: $0) }
        }
    }

    /// The report of an investigation; nil while there is none.
    public func findReport(ofInvestigation id: String) async throws(CasebookError) -> StoredReport? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM reports WHERE investigation_id = ?", arguments: [id])
                .map { try StoredReport(row: $0) }
        }
    }

    /// The evidence behind a report, by id.
    public func evidence(ofReport id: Int64) async throws(CasebookError) -> [Evidence] {
        try await read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT e.body FROM evidence e JOIN reports r ON r.investigation_id = e.investigation_id
                    WHERE r.id = ? ORDER BY e.number
                    """, arguments: [id]
            ).map { try JSONValue(parsing: $0).decode() }
        }
    }
}

extension StoredReport {
    init(row: Row) throws {
        self.init(
            id: row["id"], key: row["key"], investigationID: row["investigation_id"], caseID: row["case_id"],
            isFinal: row["is_final"], createdAt: row.time("created_ns"), updatedAt: row.time("updated_ns"),
            report: try row.json("body").decode())
    }
}

extension ReportSummary {
    init(row: Row) throws {
        let verdict: String? = row["verdict"]
        self.init(
            id: row["id"], caseID: row["case_id"], isFinal: row["is_final"], title: row["title"],
            outcome: try row.choice("outcome"), severity: try row.choice("severity"),
            confidence: try row.choice("confidence"), service: row["service"], build: row["build"],
            suspect: row["suspect"], madeBy: row["made_by"], createdAt: row.time("created_ns"), claims: row["claims"],
            verifiedClaims: row["verified"], verdict: verdict.flatMap(Verdict.Judgement.init(rawValue:)))
    }
}
