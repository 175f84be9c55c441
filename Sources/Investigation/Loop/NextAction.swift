import LanguageModels
import Telemetry

/// What a run does next; decided from the transcript alone, so a resumed run decides the same.
enum NextAction: Equatable {
    case open
    /// Ask the model at a position of the chain.
    case ask(model: Int, mayCallTools: Bool)
    /// Do not ask the model at a position of the chain: it costs money, and the day's is used up.
    case passOver(model: Int)
    case callTools(ModelTurn)
    case tell(String, TranscriptEntry.Telling)
    /// Make a report of the last answer's text.
    case concludeFromText(String)
    /// Make a report without any model: dossier and ledger.
    case concludeWithout(reason: String)
    case finished(Report)

    /// - Parameters:
    ///   - isAffordable: whether the model at a position of the chain may still cost money today.
    ///   - fits: whether the next request fits it.
    init(
        after transcript: Transcript, models: Int, guards: LoopGuards,
        isAffordable: (_ model: Int) -> Bool = { _ in true }, fits: (_ model: Int) -> Bool = { _ in true }
    ) {
        guard let last = transcript.entries.last, let opening = transcript.opening else {
            self = .open
            return
        }
        let entries = transcript.sinceQuestion
        switch last {
        case .concluded(let report): self = .finished(report)
        case .answered(let answer): self = Self.after(answer.turn, transcript)
        case .opened: self = .tell(OpeningMessage(transcript.plan, opening).text, .opening)
        case .told, .returned, .sentBack, .failed:
            let model = Self.model(after: entries)
            guard model < models else {
                self = .concludeWithout(reason: "no model answered")
                return
            }
            guard isAffordable(model) else {
                self = .passOver(model: model)
                return
            }
            if transcript.canBeginAnew, last.isContextFull || !fits(model) {
                self = .tell(Checkpoint(transcript).text, .checkpoint)
                return
            }
            let startedAt = Self.start(of: entries) ?? opening.startedAt
            switch guards.verdict(entries, startedAt: startedAt) {
            case .proceed:
                self = .ask(model: model, mayCallTools: !LoopGuards.wasTold(.lastStep, in: entries))
            case .nudge(let words): self = .tell(words, .nudge)
            case .withdraw(let reason): self = .tell(LoopWords.withdrawal(reason, transcript.plan.mode), .withdrawal)
            case .lastStep(let reason): self = .tell(LoopWords.lastStep(reason, transcript.plan.mode), .lastStep)
            case .stop(let reason): self = .concludeWithout(reason: reason)
            }
        }
    }

    /// The position in the chain of the model to ask: the next one for each that gave up. One that gave no usable answer
    /// is asked once more, and one whose context was full again after the conversation began anew.
    private static func model(after entries: ArraySlice<TranscriptEntry>) -> Int {
        var position = 0
        var askedAgain: Set<ModelIdentity> = []
        for (index, entry) in zip(entries.indices, entries) {
            guard case .failed(let failed) = entry else { continue }
            if entry.isContextFull, index + 1 < entries.endIndex, case .told(_, .checkpoint) = entries[index + 1] {
                continue
            }
            let mayBeAskedAgain = failed.code == ModelFailure.Code.malformedAnswer.rawValue
            if mayBeAskedAgain, askedAgain.insert(failed.model).inserted { continue }
            position += 1
        }
        return position
    }

    private static func after(_ turn: ModelTurn, _ transcript: Transcript) -> NextAction {
        let entries = transcript.sinceQuestion
        if LoopGuards.wasTold(.lastStep, in: entries) { return .concludeFromText(turn.text) }
        if !turn.toolCalls.isEmpty { return .callTools(turn) }
        if transcript.plan.mode == .answer { return .concludeFromText(turn.text) }
        if ReportSubmission(text: turn.text) != nil { return .concludeFromText(turn.text) }
        let wasAsked = entries.contains { if case .told(LoopWords.submit, .nudge) = $0 { true } else { false } }
        if wasAsked { return .tell(LoopWords.lastStep("the report was not submitted", .investigate), .lastStep) }
        return .tell(LoopWords.submit, .nudge)
    }

    /// When the question since which `entries` count was asked: the first answer's time is close enough for a
    /// follow-up, whose own time nobody recorded.
    static func start(of entries: ArraySlice<TranscriptEntry>) -> Timestamp? {
        if case .opened(let opening) = entries.first { return opening.startedAt }
        for case .answered(let answer) in entries { return answer.endedAt }
        return nil
    }
}

extension TranscriptEntry {
    /// Whether a model said that the conversation does not fit it.
    fileprivate var isContextFull: Bool {
        if case .failed(let failed) = self { failed.code == ModelFailure.Code.contextFull.rawValue } else { false }
    }
}
