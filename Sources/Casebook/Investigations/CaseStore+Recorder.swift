import GRDB
public import Investigation
import JSONValues
import Telemetry
import ToolKit

/// The casebook is where investigations are recorded: every call is one transaction, on disk when it returns.
extension CaseStore: InvestigationRecorder {
    /// Appends entries and the evidence they mention.
    ///
    /// - Throws: `.conflict` where the transcript does not have `position` entries: somebody else goes on with it.
    public func append(
        _ entries: [TranscriptEntry], evidence: [Evidence], at position: Int, to plan: InvestigationPlan
    ) async throws {
        let now = now()
        try await write { database in
            try Self.begin(plan, in: database)
            let count = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM transcript WHERE investigation_id = ?", arguments: [plan.id])
            guard count == position else {
                throw CasebookError(
                    .conflict, "investigation \(plan.id) has \(count ?? 0) entries, not \(position)",
                    hint: "it goes on elsewhere; read its transcript again")
            }
            for item in evidence { try Self.insert(item, of: plan.id, in: database) }
            for (offset, entry) in entries.enumerated() {
                try Self.insert(entry, of: plan.id, at: position + offset, time: now, in: database)
            }
        }
    }

    /// Everything appended so far, in order; empty for an unknown investigation.
    public func transcript(of investigation: String) async throws -> [TranscriptEntry] {
        try await read { database in
            try String.fetchAll(
                database, sql: "SELECT body FROM transcript WHERE investigation_id = ? ORDER BY position",
                arguments: [investigation]
            ).map { try JSONValue(parsing: $0).decode() }
        }
    }

    /// All evidence of an investigation, by id.
    public func evidence(of investigation: String) async throws -> [Evidence] {
        try await read { database in
            try String.fetchAll(
                database, sql: "SELECT body FROM evidence WHERE investigation_id = ? ORDER BY number",
                arguments: [investigation]
            ).map { try JSONValue(parsing: $0).decode() }
        }
    }

    static func begin(_ plan: InvestigationPlan, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO investigations
                  (id, case_id, mode, question, window_start_ns, window_end_ns, started_ns, plan)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                  window_start_ns = excluded.window_start_ns, window_end_ns = excluded.window_end_ns,
                  plan = excluded.plan
                WHERE mode = 'watch'
                """,
            arguments: [
                plan.id, plan.caseID.flatMap { Int64($0) }, plan.mode.rawValue, plan.question,
                plan.window.start.nanoseconds, plan.window.end.nanoseconds, plan.now.nanoseconds,
                try JSONValue.stored(plan),
            ])
    }

    private static func insert(_ evidence: Evidence, of investigation: String, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO evidence
                  (investigation_id, number, tool, arguments, summary, content_hash, taken_ns, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                investigation, evidence.id.number, evidence.tool, evidence.arguments.text, evidence.output.summary,
                evidence.hash, evidence.takenAt.nanoseconds, try JSONValue.stored(evidence),
            ])
    }

    private static func insert(
        _ entry: TranscriptEntry, of investigation: String, at position: Int, time: Timestamp, in database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO transcript (investigation_id, position, kind, at_ns, body) VALUES (?, ?, ?, ?, ?)",
            arguments: [investigation, position, entry.kind, time.nanoseconds, try JSONValue.stored(entry)])
        if case .answered(let answer) = entry { try insertSpend(answer, of: investigation, in: database) }
    }
}

extension TranscriptEntry {
    /// The word in the `kind` column.
    var kind: String {
        switch self {
        case .opened: "opened"
        case .told: "told"
        case .answered: "answered"
        case .returned: "returned"
        case .failed: "failed"
        case .sentBack: "sentBack"
        case .concluded: "concluded"
        }
    }
}
