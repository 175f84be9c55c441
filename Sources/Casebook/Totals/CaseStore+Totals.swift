import GRDB

extension CaseStore {
    /// Counts what there is, in SQL: a scrape reads no rows.
    public func totals() async throws(CasebookError) -> CasebookTotals {
        try await read { database in
            let claims = try Row.fetchOne(
                database, sql: "SELECT count(*) AS made, coalesce(sum(standing = 'verified'), 0) AS held FROM claims")
            let spend = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS steps, coalesce(sum(input_tokens), 0) AS input,
                      coalesce(sum(output_tokens), 0) AS output, coalesce(sum(microdollars), 0) AS cost
                    FROM spend
                    """)
            let states = try Self.counts(of: "state", in: "cases", database)
            return CasebookTotals(
                cases: Dictionary(
                    Case.State.allCases.map { ($0, states[$0.rawValue] ?? 0) }, uniquingKeysWith: { first, _ in first }),
                reports: try Int.fetchOne(database, sql: "SELECT count(*) FROM reports") ?? 0,
                claims: claims?["made"] ?? 0, verifiedClaims: claims?["held"] ?? 0, steps: spend?["steps"] ?? 0,
                inputTokens: spend?["input"] ?? 0, outputTokens: spend?["output"] ?? 0,
                dollars: Double((spend?["cost"] as Int64?) ?? 0) / 1e6,
                deliveries: try Self.counts(of: "state", in: "deliveries", database))
        }
    }

    private static func counts(of column: String, in table: String, _ database: Database) throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT \(column) AS name, count(*) AS n FROM \(table) GROUP BY \(column)")
        return Dictionary(rows.map { ($0["name"], $0["n"]) }, uniquingKeysWith: { first, _ in first })
    }
}
