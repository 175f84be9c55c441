import Analysis
import JSONValues

/// Which commit the rules name for an incident, or none.
struct IncidentVerdict: Sendable {
    let commit: String?
    let reason: String

    init(_ record: IncidentRecord) {
        if let cause = ExternalCause.named(in: record.symptom) {
            (commit, reason) = (nil, "the messages tell of \(cause)")
            return
        }
        if let metric = Self.surge(record) {
            (commit, reason) = (nil, "\(metric) rose far above what it was")
            return
        }
        let relevance = ChangeRelevance(
            Self.changes(record), symptom: record.symptom, services: record.services)
        guard let verdict = relevance.verdict else {
            (commit, reason) = (nil, "no commit has enough to do with it")
            return
        }
        commit = verdict.change.id
        let kinds =
            verdict.families.isEmpty
            ? "" : "; its lines can bring failures of \(verdict.families.joined(separator: ", "))"
        reason = "Its words are those of the report (\(verdict.sharedWords.joined(separator: ", ")))\(kinds)."
    }

    /// The request rate of the alerting service, where it surged.
    private static func surge(_ record: IncidentRecord) -> String? {
        let service = record.alert["service"]?.string
        let marks = ["rps", "requests_per", "request_rate", "throughput", "qps"]
        let mine = record.metrics.filter { row in
            row.service == service && row.time <= record.firedAt && marks.contains { row.metric.contains($0) }
        }
        let byMetric = Dictionary(grouping: mine, by: \.metric)
        return byMetric.keys.sorted().first { metric in
            ExternalCause.isSurge((byMetric[metric] ?? []).sorted { $0.time < $1.time }.map(\.value))
        }
    }

    private static func changes(_ record: IncidentRecord) -> [ProposedChange] {
        let deployed = Set(
            record.deploys.filter { ($0["timestamp"]?.string ?? "") < record.firedAt }
                .compactMap { $0["commit_sha"]?.string })
        return record.commits.filter { ($0["timestamp"]?.string ?? "") < record.firedAt }.map { commit in
            let id = commit["sha"]?.string ?? ""
            return ProposedChange(
                id: id, message: commit["message"]?.string ?? "",
                files: (commit["files_changed"]?.array ?? []).compactMap(\.string),
                diff: commit["diff"]?.string ?? "", wasDeployed: deployed.contains(id))
        }
    }
}
