import Investigation
import Synchronization
import Telemetry

/// Keeps the records of one investigation for as long as its report is looked at.
final class CaseRecords: InvestigationRecorder {
    private struct State {
        var entries: [TranscriptEntry] = []
        var evidence: [Evidence] = []
    }

    private let state = Mutex(State())

    /// The transcript so far.
    var entries: [TranscriptEntry] { state.withLock { $0.entries } }
    /// All evidence so far.
    var evidence: [Evidence] { state.withLock { $0.evidence } }

    func append(
        _ entries: [TranscriptEntry], evidence: [Evidence], at position: Int, to plan: InvestigationPlan
    ) async throws {
        state.withLock {
            $0.entries += entries
            $0.evidence += evidence
        }
    }

    func transcript(of investigation: String) async throws -> [TranscriptEntry] { entries }

    func evidence(of investigation: String) async throws -> [Evidence] { evidence }

    func save(_ report: Report, isFinal: Bool, of plan: InvestigationPlan) async throws {}

    func dollarsSpent(since time: Timestamp) async throws -> Double { 0 }
}
