import Casebook
import Investigation
import Telemetry

/// What the list of reports shows.
struct ReportListView {
    let reports: [ReportSummary]
    let waiting: [Case]
    let deploys: [StoredDeploy]
    /// The diff report of a deploy, by the deploy's id.
    let diffReports: [Int64: Int64]
    let now: Timestamp

    var values: [String: Any] {
        [
            "title": "whyd", "reports": reports.map(row), "waiting": waiting.map(row), "deploys": deploys.map(row),
            "isEmpty": reports.isEmpty, "hasWaiting": !waiting.isEmpty, "hasDeploys": !deploys.isEmpty,
        ]
    }

    private func row(_ report: ReportSummary) -> [String: Any] {
        var suspects: [String] = []
        if let build = report.build { suspects.append("build \(build)") }
        if let suspect = report.suspect { suspects.append(PageText.revision(suspect)) }
        return [
            "id": report.id, "title": report.title, "severity": report.severity.rawValue,
            "service": report.service ?? "", "age": PageText.age(report.createdAt, now: now),
            "time": PageText.utc(report.createdAt), "confidence": report.confidence.rawValue,
            "outcome": PageText.words(report.outcome.rawValue), "suspects": suspects.joined(separator: ", "),
            "verified": "\(report.verifiedClaims) of \(report.claims) claims verified",
            "hasClaims": report.claims > 0, "isFirst": !report.isFinal, "verdict": report.verdict?.rawValue ?? "",
        ]
    }

    private func row(_ waiting: Case) -> [String: Any] {
        [
            "id": waiting.id, "title": waiting.title, "severity": waiting.severity.rawValue,
            "state": waiting.state == .open ? "waiting" : "being investigated",
            "age": PageText.age(waiting.openedAt, now: now),
        ]
    }

    private func row(_ stored: StoredDeploy) -> [String: Any] {
        let deploy = stored.deploy
        return [
            "service": deploy.service,
            "versions": deploy.previousVersion.map { "\($0) → \(deploy.version)" } ?? deploy.version,
            "environment": deploy.environment ?? "", "age": PageText.age(deploy.at, now: now),
            "state": stored.course.state, "report": diffReports[stored.id].map { "\($0)" } ?? "",
        ]
    }
}
