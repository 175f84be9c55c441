public import JSONValues
public import Telemetry

/// One observation that something may be wrong or has changed: an alert, a detector's finding, a deploy, a question.
public struct Signal: Hashable, Sendable, Codable {
    /// Where a signal came from, in kind.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case alert, finding, deploy, question
    }

    /// How much it matters.
    public enum Severity: String, Hashable, Sendable, Codable, Comparable, CaseIterable {
        case notice, warning, critical

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        var rank: Int {
            switch self {
            case .notice: 0
            case .warning: 1
            case .critical: 2
            }
        }
    }

    /// Names this observation: a second signal with the same key updates the first and opens nothing.
    ///
    /// An Alertmanager alert uses its fingerprint and start, a detector its series and onset.
    public var dedupKey: String
    public var kind: Kind
    /// Who said so, such as `alertmanager`, `error_rate`, `ask`.
    public var source: String
    /// One line for people; may hold words from outside.
    public var title: String
    public var severity: Severity
    public var service: String?
    public var operation: String?
    public var environment: String?
    /// The version it is about, where the source names one.
    public var version: String?
    /// When the observed thing began.
    public var startedAt: Timestamp
    /// When it ended; nil while it goes on.
    public var endedAt: Timestamp?
    /// The telemetry that shows it, where the source says.
    public var window: TimeRange?
    /// What it belongs to, such as `service:checkout@production`; signals that share a key become one case.
    public var groupKeys: Set<String>
    /// Where its report must go, such as `github:owner/repo#12`; fixed when the case is opened.
    public var destinations: [String]
    /// What the source sent beyond that, kept whole.
    public var details: JSONValue

    /// Makes a signal.
    public init(
        dedupKey: String, kind: Kind, source: String, title: String, severity: Severity = .warning,
        service: String? = nil, operation: String? = nil, environment: String? = nil, version: String? = nil,
        startedAt: Timestamp, endedAt: Timestamp? = nil, window: TimeRange? = nil, groupKeys: Set<String> = [],
        destinations: [String] = [], details: JSONValue = .null
    ) {
        self.dedupKey = dedupKey
        self.kind = kind
        self.source = source
        self.title = title
        self.severity = severity
        self.service = service
        self.operation = operation
        self.environment = environment
        self.version = version
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.window = window
        self.groupKeys = groupKeys
        self.destinations = destinations
        self.details = details
    }
}

/// What recording a signal did.
public struct RecordedSignal: Hashable, Sendable {
    /// The case the signal belongs to, as it is now.
    public var `case`: Case
    /// Whether the dedup key was not known before.
    public var isNewSignal: Bool
    /// Whether the case was opened by this signal.
    public var isNewCase: Bool
}
