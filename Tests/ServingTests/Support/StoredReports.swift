import Casebook
import Investigation
import Serving

/// Reports in memory, read like those of a casebook.
struct StoredReports: ReportReading {
    var reports: [PublishedReport] = []
    var evidence: [Evidence] = []
    var done = WorkDone()

    func publishedReports(limit: Int) async throws(CasebookError) -> [PublishedReport] { Array(reports.prefix(limit)) }

    func publishedReport(_ id: Int64) async throws(CasebookError) -> PublishedReport? { reports.first { $0.id == id } }

    func evidence(of report: PublishedReport) async throws(CasebookError) -> [Evidence] { evidence }

    func workDone() async throws(CasebookError) -> WorkDone { done }
}
