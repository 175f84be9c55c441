import GRDB
import Investigation
import JSONValues
public import Telemetry
import ToolKit

extension CaseStore {
    /// A field that investigations asked about and no row had.
    public struct MissedField: Hashable, Sendable {
        /// As it was asked for, such as `span.user.plan`.
        public var field: String
        /// Tool calls that asked for it.
        public var calls: Int
        /// Investigations they were part of.
        public var investigations: Int
        /// When it was asked for last.
        public var lastAsked: Timestamp
    }

    /// The fields that were missed, those most asked for first; read from the evidence of all investigations.
    ///
    /// - Parameter limit: most stored results that are read, the newest.
    public func missedFields(limit: Int = 2000) async throws -> [MissedField] {
        let rows = try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT investigation_id, taken_ns, body FROM evidence WHERE body LIKE ?
                    ORDER BY taken_ns DESC LIMIT ?
                    """, arguments: ["%\(AbsentField.ending)%", limit]
            ).map { row -> (id: String, taken: Int64, body: String) in (row[0], row[1], row[2]) }
        }
        var found: [String: (calls: Int, investigations: Set<String>, last: Int64)] = [:]
        for (id, taken, body) in rows {
            let evidence: Evidence = try JSONValue(parsing: body).decode()
            for field in Set(evidence.output.notes.compactMap(AbsentField.field(in:))) {
                var entry = found[field] ?? (0, [], taken)
                entry.calls += 1
                entry.investigations.insert(id)
                entry.last = max(entry.last, taken)
                found[field] = entry
            }
        }
        return found.map { field, entry in
            MissedField(
                field: field, calls: entry.calls, investigations: entry.investigations.count,
                lastAsked: Timestamp(nanoseconds: entry.last))
        }.sorted { ($1.calls, $0.field) < ($0.calls, $1.field) }
    }
}
