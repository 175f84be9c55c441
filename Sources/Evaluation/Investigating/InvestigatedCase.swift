import Investigation
import JSONValues
import ToolKit

/// What an investigation of a case gave.
struct InvestigatedCase: Sendable {
    var report: Report
    var evidence: [Evidence]
    var audit: ReportAudit
    /// Wall time.
    var seconds: Double

    /// The services the report and its dossier suspect, most suspicious first, with scores for the strict rank.
    ///
    /// The report's own answer stands first; a report without a cause leaves that place empty. Behind it come the
    /// candidates of the dossier. Equal scores are ties, whoever was written down first.
    var services: [(candidate: String, score: Double)] {
        let ranking = rows("localisation").compactMap { row -> (candidate: String, score: Double)? in
            guard let service = row["service"]?.string, let score = row["score"]?.double else { return nil }
            return (service, score)
        }
        guard report.outcome == .causeFound, let lead = report.cause?.path.first?.service else {
            return [("", .infinity)] + ranking
        }
        // The tie of the lead with the next candidate, where the lead is the dossier's own first.
        if ranking.first?.candidate == lead { return ranking }
        return [(lead, .infinity)] + ranking.filter { $0.candidate != lead }
    }

    /// The rank of the true service; ties count against us.
    func rank(of service: String) -> Int? { RankScore.strict(service, among: services) }

    /// The rows of a table of the dossier, by column.
    func rows(_ section: String) -> [[String: JSONValue]] {
        for part in evidence.first(where: { $0.id == EvidenceID(1) })?.output.sections ?? [] where part.name == section
        {
            guard case .table(let table) = part.content else { continue }
            return table.rows.map { row in
                Dictionary(zip(table.columns.map(\.name), row), uniquingKeysWith: { first, _ in first })
            }
        }
        return []
    }
}
