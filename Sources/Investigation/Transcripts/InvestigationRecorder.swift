public import Telemetry

/// Keeps transcripts, evidence and reports. What it has taken survives a crash when the call returns.
public protocol InvestigationRecorder: Sendable {
    /// Appends entries and the evidence they mention, in one transaction.
    ///
    /// - Parameter position: how many entries there are already; a recorder refuses any other position, so that a run
    ///   that was resumed elsewhere cannot write twice.
    func append(
        _ entries: [TranscriptEntry], evidence: [Evidence], at position: Int, to plan: InvestigationPlan
    ) async throws

    /// Everything appended so far, in order; empty for an unknown investigation.
    func transcript(of investigation: String) async throws -> [TranscriptEntry]

    /// All evidence of an investigation, by id.
    func evidence(of investigation: String) async throws -> [Evidence]

    /// Saves the report of an investigation, replacing the one before (the first report by the final one).
    ///
    /// - Parameter isFinal: false for the report that exists before the first model token. A final report is written
    ///   in one transaction with the outbox rows of its deliveries.
    func save(_ report: Report, isFinal: Bool, of plan: InvestigationPlan) async throws

    /// Dollars spent by all investigations since a time.
    func dollarsSpent(since time: Timestamp) async throws -> Double
}
