import Casebook
import Investigation
import Telemetry

/// What the list of reports shows.
struct ReportListView {
    let reports: [PublishedReport]
    let waiting: [Case]
    let deploys: [Deploy]
    let now: Timestamp

    var values: [String: Any] {
        [
            "title": "whyd", "reports": reports.map(row), "waiting": waiting.map(row), "deploys": deploys.map(row),
            "isEmpty": reports.isEmpty, "hasWaiting": !waiting.isEmpty, "hasDeploys": !deploys.isEmpty,
        ]
    }

    private func row(_ published: PublishedReport) -> [String: Any] {
        let report = published.report
        return [
            "id": published.id, "title": report.title, "answer": report.answer, "severity": report.severity.rawValue,
            "service": published.service ?? "", "age": PageText.age(published.publishedAt, now: now),
            "time": PageText.utc(published.publishedAt), "confidence": report.confidence.rawValue,
            "outcome": PageText.words(report.outcome.rawValue), "verified": report.verificationSentence,
            "hasClaims": !report.claims.isEmpty,
        ]
    }

    private func row(_ waiting: Case) -> [String: Any] {
        [
            "id": waiting.id, "title": waiting.title, "severity": waiting.severity.rawValue,
            "state": waiting.state == .open ? "waiting" : "being investigated",
            "age": PageText.age(waiting.openedAt, now: now),
        ]
    }

    private func row(_ deploy: Deploy) -> [String: Any] {
        [
            "service": deploy.service, "version": deploy.version, "previous": deploy.previousVersion ?? "",
            "environment": deploy.environment ?? "", "age": PageText.age(deploy.at, now: now),
        ]
    }
}
