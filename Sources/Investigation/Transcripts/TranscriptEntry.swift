public import LanguageModels
public import Prompts
public import Telemetry

/// One thing that happened in an investigation. The transcript of them is all the state there is.
public enum TranscriptEntry: Codable, Sendable, Equatable {
    /// The beginning: dossier, first report, and the prompt that stays the same throughout.
    case opened(Opening)
    /// Words to the model: the first message, a nudge, a follow-up question.
    case told(String, Telling)
    /// An answer of a model.
    case answered(Answer)
    /// The results of the calls of the answer before, in call order.
    case returned([Returned])
    /// A model gave no answer; `next` takes over from here on.
    case failed(Failed)
    /// A report was submitted and sent back.
    case sentBack(reasons: [String])
    /// The run is over.
    case concluded(Report)

    /// How the run began.
    public struct Opening: Codable, Sendable, Equatable {
        public var dossier: Dossier
        public var system: String
        public var promptName: String
        public var promptHash: String
        /// The team's advice that fits; nil in transcripts from before there was any.
        public var runbooks: [Runbook]?
        public var startedAt: Timestamp
    }

    /// Why something was said to the model.
    public enum Telling: String, Codable, Sendable {
        /// The dossier and the question.
        case opening
        /// A further question of a person.
        case followUp
        /// What was found so far, in place of the conversation before it, which grew too long.
        case checkpoint
        /// A guard's advice.
        case nudge
        /// Only `submit_report` and `hypotheses` answer from here on.
        case withdrawal
        /// The next answer is the last one and has no tools.
        case lastStep
    }

    /// An answer, by whom, and what it cost.
    public struct Answer: Codable, Sendable, Equatable {
        public var turn: ModelTurn
        public var model: ModelIdentity
        /// In US dollars; nil where the model has no price.
        public var cost: Double?
        public var endedAt: Timestamp
    }

    /// One tool result.
    public struct Returned: Codable, Sendable, Equatable {
        public var result: ToolCallResult
        /// Where the whole of it is stored; nil for failures and for tools of the loop itself.
        public var evidence: EvidenceID?
        /// Whether this call had been made before and its stored result came back.
        public var isRepeat: Bool
        public var endedAt: Timestamp
    }

    /// A model that gave up.
    public struct Failed: Codable, Sendable, Equatable {
        public var model: ModelIdentity
        public var code: String
        public var message: String
        public var failedAt: Timestamp
    }
}
