import FoundationEssentials
import GRDB
public import Investigation
import JSONValues
import Telemetry

extension CaseStore {
    /// Saves the report of an investigation, replacing the one before.
    ///
    /// A final report, its claims, the end of its case and the outbox rows of its deliveries are one transaction.
    public func save(_ report: Report, isFinal: Bool, of plan: InvestigationPlan) async throws {
        let now = now()
        let key = UUID().uuidString.lowercased()
        try await write { database in
            try Self.begin(plan, in: database)
            let id = try Self.upsert(report, isFinal: isFinal, of: plan, key: key, at: now, in: database)
            try Self.replaceClaims(of: id, by: report.claims, in: database)
            try Self.replaceHypotheses(of: plan.id, by: report.hypotheses, in: database)
            if isFinal { try Self.publish(id, of: plan, at: now, in: database) }
        }
    }

    private static func upsert(
        _ report: Report, isFinal: Bool, of plan: InvestigationPlan, key: String, at now: Timestamp,
        in database: Database
    ) throws -> Int64 {
        let columns: [String: (any DatabaseValueConvertible)?] = [
            "key": key, "investigation": plan.id, "case": plan.caseID.flatMap { Int64($0) }, "final": isFinal,
            "title": report.title, "answer": report.answer, "outcome": report.outcome.rawValue,
            "severity": report.severity.rawValue, "confidence": report.confidence.rawValue,
            "service": report.cause?.badBuild?.service ?? report.affectedServices.first,
            "build": report.cause?.badBuild?.build, "suspect": report.suspects.first?.name,
            "file": report.suspects.first?.file, "line": report.suspects.first?.line,
            "made": report.making.models.joined(separator: ", "), "now": now.nanoseconds,
            "body": try JSONValue.stored(report),
        ]
        let id = try Int64.fetchOne(
            database,
            sql: """
                INSERT INTO reports (key, investigation_id, case_id, is_final, title, answer, outcome, severity,
                  confidence, service, build, suspect, suspect_file, suspect_line, made_by, created_ns, updated_ns, body)
                VALUES (:key, :investigation, :case, :final, :title, :answer, :outcome, :severity,
                  :confidence, :service, :build, :suspect, :file, :line, :made, :now, :now, :body)
                ON CONFLICT (investigation_id) DO UPDATE SET
                  is_final = max(is_final, excluded.is_final), title = excluded.title, answer = excluded.answer,
                  outcome = excluded.outcome, severity = excluded.severity, confidence = excluded.confidence,
                  service = excluded.service, build = excluded.build, suspect = excluded.suspect,
                  suspect_file = excluded.suspect_file, suspect_line = excluded.suspect_line,
                  made_by = excluded.made_by, updated_ns = excluded.updated_ns, body = excluded.body
                RETURNING id
                """, arguments: StatementArguments(columns))
        guard let id else { throw CasebookError(.unavailable, "a report that was just stored has no id") }
        return id
    }

    private static func replaceClaims(of reportID: Int64, by claims: [Claim], in database: Database) throws {
        try database.execute(sql: "DELETE FROM claims WHERE report_id = ?", arguments: [reportID])
        for (index, claim) in claims.enumerated() {
            try database.execute(
                sql: """
                    INSERT INTO claims (report_id, number, statement, kind, standing, reasons) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    reportID, index + 1, claim.text, claim.kind.rawValue, claim.outcome.status.rawValue,
                    try JSONValue.stored(claim.outcome.reasons),
                ])
            for (number, citation) in claim.citations.enumerated() {
                try insert(citation, number: number + 1, of: reportID, claim: index + 1, in: database)
            }
        }
    }

    private static func insert(
        _ citation: Citation, number: Int, of reportID: Int64, claim: Int, in database: Database
    ) throws {
        var place = citation
        (place.value, place.unit) = (nil, nil)
        try database.execute(
            sql: """
                INSERT INTO citations (report_id, claim_number, number, evidence_id, place, value, unit)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                reportID, claim, number, citation.evidence, try JSONValue.stored(place),
                citation.value.map { $0.string ?? $0.text }, citation.unit,
            ])
    }

    private static func replaceHypotheses(
        of investigation: String, by hypotheses: [Hypothesis], in database: Database
    ) throws {
        try database.execute(sql: "DELETE FROM hypotheses WHERE investigation_id = ?", arguments: [investigation])
        for hypothesis in hypotheses {
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO hypotheses
                      (investigation_id, id, status, statement, reason, supporting, opposing)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    investigation, hypothesis.id, hypothesis.status.rawValue, hypothesis.statement, hypothesis.reason,
                    try JSONValue.stored(hypothesis.supporting), try JSONValue.stored(hypothesis.opposing),
                ])
        }
    }

    /// Ends the case and fills the outbox, from what was fixed at the start.
    private static func publish(
        _ reportID: Int64, of plan: InvestigationPlan, at now: Timestamp, in database: Database
    ) throws {
        var destinations = plan.destinations
        if let caseID = plan.caseID.flatMap({ Int64($0) }), let filed = try fetchCase(caseID, in: database) {
            destinations += filed.destinations
            try database.execute(
                sql: """
                    UPDATE cases SET state = iif(state = 'closed', 'closed', 'reported'), lease_token = NULL,
                      lease_expires_ns = NULL, updated_ns = ?
                    WHERE id = ?
                    """, arguments: [now.nanoseconds, caseID])
        }
        for destination in Set(destinations).sorted() {
            try insertDelivery(
                reportID: reportID, destination: destination, isRenewed: plan.mode == .watch, at: now, in: database)
        }
    }
}
