import JSONValues
import LanguageModels
import Telemetry
import ToolKit

/// The entries of an investigation so far, and everything that follows from them.
struct Transcript: Sendable, Equatable {
    let plan: InvestigationPlan
    private(set) var entries: [TranscriptEntry]
    /// By id; the ids in `entries` point here.
    private(set) var evidence: [EvidenceID: Evidence]

    init(plan: InvestigationPlan, entries: [TranscriptEntry] = [], evidence: [Evidence] = []) {
        self.plan = plan
        self.entries = entries
        self.evidence = Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func append(_ new: [TranscriptEntry], evidence stored: [Evidence]) {
        entries += new
        for one in stored { evidence[one.id] = one }
    }

    var opening: TranscriptEntry.Opening? {
        for case .opened(let opening) in entries { return opening }
        return nil
    }

    var facts: Dossier.Facts { opening?.dossier.facts ?? Dossier.Facts() }

    /// The id the next evidence gets.
    var nextEvidence: EvidenceID { EvidenceID((evidence.keys.max()?.number ?? 0) + 1) }

    /// The report, where the run is over.
    var report: Report? { if case .concluded(let report) = entries.last { report } else { nil } }

    /// The entries since a person last asked: all of them, or those from the last follow-up on.
    var sinceQuestion: ArraySlice<TranscriptEntry> {
        let start = entries.lastIndex { if case .told(_, .followUp) = $0 { true } else { false } }
        return entries[(start ?? 0)...]
    }

    /// The conversation as one model gets it: the first message, then everything since the last checkpoint. Another
    /// provider's own content is left out.
    func messages(for model: ModelIdentity) -> [ModelMessage] {
        var messages: [ModelMessage] = []
        let start = lastCheckpoint ?? 0
        for (position, entry) in entries.enumerated() {
            if position < start, !entry.isOpeningMessage { continue }
            switch entry {
            case .told(let text, _): messages.append(.user(text))
            case .answered(let answer):
                // An answer that made whyd turn to the next model is no part of the conversation.
                if position + 1 < entries.count, case .failed = entries[position + 1] { continue }
                var turn = answer.turn
                if answer.model != model { turn.providerContent = nil }
                messages.append(.assistant(turn))
            case .returned(let results): messages.append(.toolResults(results.map(\.result)))
            case .opened, .failed, .sentBack, .concluded: continue
            }
        }
        return messages
    }

    /// Where the conversation last began anew.
    var lastCheckpoint: Int? { entries.lastIndex { if case .told(_, .checkpoint) = $0 { true } else { false } } }

    /// Whether the conversation has grown by results since it last began.
    var canBeginAnew: Bool {
        entries[(lastCheckpoint ?? 0)...].contains { if case .returned = $0 { true } else { false } }
    }

    /// Calls with their results, in order.
    var calls: [PastCall] { Self.calls(in: entries[...]) }

    /// A call and what became of it.
    struct PastCall: Sendable, Equatable {
        var call: ToolCall
        var returned: TranscriptEntry.Returned
        /// Equal for the same tool with the same arguments.
        var fingerprint: String { "\(call.name) \(call.arguments.text)" }
    }

    static func calls(in entries: ArraySlice<TranscriptEntry>) -> [PastCall] {
        var calls: [PastCall] = []
        var pending: [ToolCall] = []
        for entry in entries {
            switch entry {
            case .answered(let answer): pending = answer.turn.toolCalls
            case .returned(let results): calls += zip(pending, results).map { PastCall(call: $0, returned: $1) }
            default: continue
            }
        }
        return calls
    }

    /// The evidence an equal call gave before.
    func stored(_ call: ToolCall) -> EvidenceID? {
        let wanted = "\(call.name) \(call.arguments.text)"
        return calls.first { $0.fingerprint == wanted && $0.returned.evidence != nil }?.returned.evidence
    }

    /// The ledger: every accepted `hypotheses` call, replayed.
    var ledger: HypothesisLedger {
        var ledger = HypothesisLedger()
        for past in calls where past.call.name == LoopTools.hypotheses.text && !past.returned.result.isError {
            try? ledger.apply(past.call.arguments, known: Set(evidence.keys))
        }
        return ledger
    }
}

extension TranscriptEntry {
    fileprivate var isOpeningMessage: Bool { if case .told(_, .opening) = self { true } else { false } }
}
