import GRDB
import Telemetry

extension CaseStore {
    /// Keeps a judgement of a report; every judgement is kept, the newest counts.
    public func judge(
        reportID: Int64, _ judgement: Verdict.Judgement, by origin: Verdict.Origin, note: String? = nil
    ) async throws(CasebookError) {
        let now = now()
        try await write { database in
            guard try Bool.fetchOne(database, sql: "SELECT 1 FROM reports WHERE id = ?", arguments: [reportID]) != nil
            else { throw CasebookError(.notFound, "there is no report \(reportID)", hint: "`whyd reports` lists them") }
            try database.execute(
                sql: "INSERT INTO verdicts (report_id, judgement, origin, note, at_ns) VALUES (?, ?, ?, ?, ?)",
                arguments: [reportID, judgement.rawValue, origin.rawValue, note, now.nanoseconds])
        }
    }

    /// The judgements of a report, newest first.
    public func verdicts(ofReport reportID: Int64) async throws(CasebookError) -> [Verdict] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM verdicts WHERE report_id = ? ORDER BY id DESC", arguments: [reportID]
            ).map { row in
                Verdict(
                    reportID: row["report_id"], judgement: try row.choice("judgement"),
                    origin: try row.choice("origin"), note: row["note"], at: row.time("at_ns"))
            }
        }
    }
}
