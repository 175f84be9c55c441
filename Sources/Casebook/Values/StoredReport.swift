public import Investigation
public import Telemetry

/// A report as the casebook keeps it.
public struct StoredReport: Hashable, Sendable, Identifiable {
    public var id: Int64
    /// Unique over all casebooks; what destinations are searched for before anything is posted.
    public var key: String
    public var investigationID: String
    /// Nil for a question outside any case.
    public var caseID: Int64?
    /// False for the first report, which exists before the first model token.
    public var isFinal: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var report: Report

    public static func == (left: StoredReport, right: StoredReport) -> Bool {
        left.id == right.id && left.key == right.key && left.isFinal == right.isFinal
            && left.updatedAt == right.updatedAt && left.report == right.report
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A report as a list shows it.
public struct ReportSummary: Hashable, Sendable, Codable, Identifiable {
    public var id: Int64
    public var caseID: Int64?
    public var isFinal: Bool
    public var title: String
    public var outcome: Report.Outcome
    public var severity: Report.Severity
    public var confidence: Report.Confidence
    /// The service that brought the cause, else the first affected.
    public var service: String?
    /// The build that brought the cause.
    public var build: String?
    /// The most suspect commit, flag, configuration or dependency.
    public var suspect: String?
    /// `provider/model`, in the order they drove; empty for the first report.
    public var madeBy: String
    public var createdAt: Timestamp
    public var claims: Int
    public var verifiedClaims: Int
    /// The newest verdict.
    public var verdict: Verdict.Judgement?
}
