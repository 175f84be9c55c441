public import Investigation
import Synchronization
public import Telemetry

/// Keeps investigations in memory, and can be told to die like a killed process.
public final class InMemoryRecorder: InvestigationRecorder {
    /// Everything kept.
    public struct Contents: Sendable {
        public var transcripts: [String: [TranscriptEntry]] = [:]
        public var evidence: [String: [Evidence]] = [:]
        public var reports: [String: [(report: Report, isFinal: Bool)]] = [:]
        /// Writes until the process "dies": every later call throws. Nil for never.
        public var writesLeft: Int?
    }

    /// What a dead process says.
    public struct Died: Error {
        public init() {}
    }

    /// A write at a position that is taken.
    public struct WrongPosition: Error {}

    private let contents = Mutex(Contents())

    public init() {}

    /// Lets the next `count` writes pass and no more; nil brings the process back.
    public func die(afterWrites count: Int?) { contents.withLock { $0.writesLeft = count } }

    public var now: Contents { contents.withLock { $0 } }

    public func append(
        _ entries: [TranscriptEntry], evidence: [Evidence], at position: Int, to plan: InvestigationPlan
    ) async throws {
        try contents.withLock { contents in
            try Self.spend(&contents)
            guard contents.transcripts[plan.id, default: []].count == position else { throw WrongPosition() }
            contents.transcripts[plan.id, default: []] += entries
            contents.evidence[plan.id, default: []] += evidence
        }
    }

    public func transcript(of investigation: String) async throws -> [TranscriptEntry] {
        contents.withLock { $0.transcripts[investigation] ?? [] }
    }

    public func evidence(of investigation: String) async throws -> [Evidence] {
        contents.withLock { $0.evidence[investigation] ?? [] }
    }

    public func save(_ report: Report, isFinal: Bool, of plan: InvestigationPlan) async throws {
        try contents.withLock { contents in
            try Self.spend(&contents)
            contents.reports[plan.id, default: []].append((report, isFinal))
        }
    }

    public func dollarsSpent(since time: Timestamp) async throws -> Double {
        contents.withLock { contents in
            contents.transcripts.values.joined().reduce(0) { sum, entry in
                guard case .answered(let answer) = entry, answer.endedAt >= time else { return sum }
                return sum + (answer.cost ?? 0)
            }
        }
    }

    private static func spend(_ contents: inout Contents) throws {
        guard let left = contents.writesLeft else { return }
        guard left > 0 else { throw Died() }
        contents.writesLeft = left - 1
    }
}
