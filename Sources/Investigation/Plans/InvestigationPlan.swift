public import Telemetry

/// What an investigation is for and what it may use; fixed at the start, stored, and out of reach of any model.
public struct InvestigationPlan: Codable, Sendable, Equatable {
    /// Unique; the recorder keeps everything under it.
    public var id: String
    /// The case it belongs to; nil for a question outside any case.
    public var caseID: String?
    public var mode: Mode
    /// What is asked: the case's title, or a person's question.
    public var question: String
    /// The observations that opened the case. Their words come from outside.
    public var signals: [PlannedSignal]
    public var window: TimeRange
    public var baseline: TimeRange
    /// The moment the investigation began; relative times count from here.
    public var now: Timestamp
    public var environment: EnvironmentScope
    public var budget: Budget
    /// Where the report goes, such as `github:owner/repo#12`. The loop carries them and never reads or changes them.
    public var destinations: [String]
    /// Key of the pseudonyms; keep it local and do not publish it.
    public var pseudonymKey: String

    /// What kind of answer is wanted.
    public enum Mode: String, Codable, Sendable {
        /// A case: dossier, ledger, verified report.
        case investigate
        /// A question: a sourced answer.
        case answer
        /// A deploy: a diff report, measured without a loop and brought up to date at every look.
        case watch
    }

    /// Makes a plan.
    public init(
        id: String, caseID: String? = nil, mode: Mode = .investigate, question: String, signals: [PlannedSignal] = [],
        window: TimeRange, baseline: TimeRange, now: Timestamp, environment: EnvironmentScope = .all,
        budget: Budget = Budget(),
        destinations: [String] = [], pseudonymKey: String
    ) {
        self.id = id
        self.caseID = caseID
        self.mode = mode
        self.question = question
        self.signals = signals
        self.window = window
        self.baseline = baseline
        self.now = now
        self.environment = environment
        self.budget = budget
        self.destinations = destinations
        self.pseudonymKey = pseudonymKey
    }

    /// Reads a stored plan; those of version 0.1 had one destination or none.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        caseID = try values.decodeIfPresent(String.self, forKey: .caseID)
        mode = try values.decode(Mode.self, forKey: .mode)
        question = try values.decode(String.self, forKey: .question)
        signals = try values.decode([PlannedSignal].self, forKey: .signals)
        window = try values.decode(TimeRange.self, forKey: .window)
        baseline = try values.decode(TimeRange.self, forKey: .baseline)
        now = try values.decode(Timestamp.self, forKey: .now)
        environment = try values.decodeIfPresent(EnvironmentScope.self, forKey: .environment) ?? .all
        budget = try values.decode(Budget.self, forKey: .budget)
        destinations = try values.decodeIfPresent([String].self, forKey: .destinations) ?? []
        pseudonymKey = try values.decode(String.self, forKey: .pseudonymKey)
    }
}

/// A signal as an investigation needs it.
public struct PlannedSignal: Codable, Sendable, Equatable {
    /// `alertmanager`, `latency detector`, `deploy`, `question` ...
    public var source: String
    /// One sentence.
    public var summary: String
    public var service: String?
    public var operation: String?
    public var build: String?
    public var time: Timestamp
    /// What its source had already found, such as the diff report of a deploy: a line each.
    public var findings: [String]?
    /// How much it matters to whoever sent it; nil where that was not said.
    public var severity: Report.Severity?

    /// Makes a signal.
    public init(
        source: String, summary: String, service: String? = nil, operation: String? = nil, build: String? = nil,
        time: Timestamp, findings: [String]? = nil, severity: Report.Severity? = nil
    ) {
        self.source = source
        self.summary = summary
        self.service = service
        self.operation = operation
        self.build = build
        self.time = time
        self.findings = findings
        self.severity = severity
    }
}
