public import Telemetry

/// One report going to one destination, exactly once.
public struct Delivery: Hashable, Sendable, Codable, Identifiable {
    /// How far a delivery has come.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Waits for its next attempt.
        case pending
        case delivered
        /// Given up; `lastError` says why.
        case failed
    }

    public var id: Int64
    public var reportID: Int64
    /// Such as `github:owner/repo#12`.
    public var destination: String
    public var state: State
    public var attempts: Int
    /// Not tried again before this time.
    public var nextAttemptAt: Timestamp
    /// What the destination calls the posted thing.
    public var remoteID: String?
    public var remoteURL: String?
    /// Why the last attempt failed, in words for people; never a secret.
    public var lastError: String?
    /// Who delivers it now.
    public var claim: Lease?
}
