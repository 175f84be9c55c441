import GRDB
import Telemetry

extension Casebook {
    /// Notes what one model answer cost.
    public func recordSpend(
        caseID: Int64?, model: String, inputTokens: Int, outputTokens: Int, dollars: Double
    ) async throws(CasebookError) {
        let now = now()
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO spend (case_id, day, at_ns, model, input_tokens, output_tokens, microdollars)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    caseID, Self.day(of: now), now.nanoseconds, model, inputTokens, outputTokens,
                    Int64((dollars * 1e6).rounded()),
                ])
        }
    }

    /// What models cost today, in UTC.
    public func spendToday() async throws(CasebookError) -> Spend {
        let day = Self.day(of: now())
        return try await spendPerDay(since: day).last ?? Spend(day: day, inputTokens: 0, outputTokens: 0, dollars: 0)
    }

    /// What models cost per day since `day` (`2026-11-24`), oldest first; days without cost are left out.
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

    static func day(of time: Timestamp) -> String { String(time.description.prefix(10)) }
}
