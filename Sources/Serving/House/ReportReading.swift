public import Casebook
public import Investigation
public import Telemetry

/// Where the API and the page read reports.
public protocol ReportReading: Sendable {
    /// The newest reports, newest first.
    func publishedReports(limit: Int) async throws(CasebookError) -> [PublishedReport]
    /// One report; nil where there is none.
    func publishedReport(_ id: Int64) async throws(CasebookError) -> PublishedReport?
    /// All evidence of the investigation that a report came from, in order.
    func evidence(of report: PublishedReport) async throws(CasebookError) -> [Evidence]
    /// What has been done so far, for `/metrics`.
    func workDone() async throws(CasebookError) -> WorkDone
}

/// A report with where and when it was published.
public struct PublishedReport: Sendable, Identifiable {
    public var id: Int64
    public var caseID: Int64
    public var service: String?
    public var publishedAt: Timestamp
    public var report: Report

    /// Makes a published report.
    public init(id: Int64, caseID: Int64, service: String?, publishedAt: Timestamp, report: Report) {
        self.id = id
        self.caseID = caseID
        self.service = service
        self.publishedAt = publishedAt
        self.report = report
    }
}

/// Totals over everything the casebook holds.
public struct WorkDone: Sendable, Equatable {
    public var reports = 0
    public var steps = 0
    public var claims = 0
    public var verifiedClaims = 0
    public var inputTokens = 0
    public var outputTokens = 0
    public var dollars = 0.0

    /// Makes totals at zero.
    public init() {}
}
