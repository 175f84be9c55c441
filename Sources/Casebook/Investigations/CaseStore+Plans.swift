import GRDB
public import Investigation
import JSONValues

extension CaseStore {
    /// The plans of a case's investigations, newest first; a claimed case whose newest has no final report is resumed.
    public func plans(ofCase caseID: Int64) async throws(CasebookError) -> [InvestigationPlan] {
        try await read { database in
            try String.fetchAll(
                database, sql: "SELECT plan FROM investigations WHERE case_id = ? ORDER BY started_ns DESC, id DESC",
                arguments: [caseID]
            ).map { try JSONValue(parsing: $0).decode() }
        }
    }

    /// The plan of an investigation; nil where nothing was recorded under the id.
    public func plan(ofInvestigation id: String) async throws(CasebookError) -> InvestigationPlan? {
        try await read { database in
            try String.fetchOne(database, sql: "SELECT plan FROM investigations WHERE id = ?", arguments: [id])
                .map { try JSONValue(parsing: $0).decode() }
        }
    }
}
