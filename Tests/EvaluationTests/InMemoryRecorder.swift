import Investigation
import Synchronization
import Telemetry

/// Keeps what an investigation records, for looking at it afterwards.
final class InMemoryRecorder: InvestigationRecorder {
    private struct State {
        var entries: [TranscriptEntry] = []
        var evidence: [Evidence] = []
        var reports: [Report] = []
    }

    private let state = Mutex(State())

    var reports: [Report] { state.withLock { $0.reports } }

    func append(
        _ entries: [TranscriptEntry], evidence: [Evidence], at position: Int, to plan: InvestigationPlan
    ) async throws {
        state.withLock {
            $0.entries += entries
            $0.evidence += evidence
        }
    }

    func transcript(of investigation: String) async throws -> [TranscriptEntry] { state.withLock { $0.entries } }

    func evidence(of investigation: String) async throws -> [Evidence] { state.withLock { $0.evidence } }

    func save(_ report: Report, isFinal: Bool, of plan: InvestigationPlan) async throws {
        state.withLock { $0.reports.append(report) }
    }

    func dollarsSpent(since time: Timestamp) async throws -> Double { 0 }
}
