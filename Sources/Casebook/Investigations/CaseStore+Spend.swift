import GRDB
import Investigation
import LanguageModels
public import Telemetry

extension CaseStore {
    /// Dollars spent by all investigations since a time; answers without a known price count as nothing.
    public func dollarsSpent(since time: Timestamp) async throws(CasebookError) -> Double {
        try await read { database in
            let sum = try Int64.fetchOne(
                database, sql: "SELECT coalesce(sum(microdollars), 0) FROM spend WHERE at_ns >= ?",
                arguments: [time.nanoseconds])
            return Double(sum ?? 0) / 1e6
        }
    }

    /// What models cost per day since `day` (`2026-11-24`), oldest first; days without an answer are left out.
    public func spendPerDay(since day: String) async throws(CasebookError) -> [Spend] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT day, sum(input_tokens) AS input, sum(output_tokens) AS output, sum(microdollars) AS cost
                    FROM spend WHERE day >= ? GROUP BY day ORDER BY day
                    """, arguments: [day]
            ).map { row in
                Spend(
                    day: row["day"], inputTokens: row["input"], outputTokens: row["output"],
                    dollars: Double(row["cost"] as Int64) / 1e6)
            }
        }
    }

    static func insertSpend(
        _ answer: TranscriptEntry.Answer, of investigation: String, in database: Database
    ) throws {
        let usage = answer.turn.usage
        try database.execute(
            sql: """
                INSERT INTO spend (investigation_id, day, at_ns, model, input_tokens, output_tokens, microdollars)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                investigation, String(answer.endedAt.description.prefix(10)), answer.endedAt.nanoseconds,
                answer.model.description, usage.input, usage.output, Int64(((answer.cost ?? 0) * 1e6).rounded()),
            ])
    }
}
