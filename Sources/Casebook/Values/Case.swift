public import Telemetry

/// What is investigated: one or more signals that belong together.
public struct Case: Hashable, Sendable, Codable, Identifiable {
    /// How far a case has come.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Waits for an investigation.
        case open
        /// Somebody holds its lease, or held it and died.
        case investigating
        /// Has a report.
        case reported
        /// Nothing more will happen; a new signal opens a new case.
        case closed
    }

    public var id: Int64
    public var state: State
    /// The title of its most severe signal.
    public var title: String
    /// What kind of signal opened it.
    public var kind: Signal.Kind
    public var severity: Signal.Severity
    public var service: String?
    public var operation: String?
    public var environment: String?
    public var version: String?
    /// The earliest start of its signals.
    public var onset: Timestamp
    /// When every signal had ended; nil while one goes on.
    public var endedAt: Timestamp?
    /// The telemetry its signals point at, where they say.
    public var window: TimeRange?
    public var openedAt: Timestamp
    public var updatedAt: Timestamp
    /// Where its report goes; nothing said later can change it.
    public var destinations: [String]
    /// How many times an investigation was started, restarts after a crash included.
    public var attempts: Int
    public var lease: Lease?
}

/// The right to investigate a case, or to make a delivery, until a point in time; renewed while the work goes on.
public struct Lease: Hashable, Sendable, Codable {
    /// Tells this holder from earlier ones; writes with an older token are refused.
    public var token: String
    public var expiresAt: Timestamp
}
