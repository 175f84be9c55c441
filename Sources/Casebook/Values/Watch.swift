public import Telemetry

/// A look at what a deploy did, due a while after it.
public struct Watch: Hashable, Sendable, Codable, Identifiable {
    /// How far a watch has come.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case pending, done, cancelled
    }

    public var id: Int64
    public var deployID: Int64
    public var deploy: Deploy
    /// What earlier looks at the deploy found.
    public var course: StoredDeploy.Course
    /// How long after the deploy it looks.
    public var afterSeconds: Double
    public var dueAt: Timestamp
    public var state: State
    /// What it found, such as `healthy`, `regressed`, `nothing measurable`; nil before it ran.
    public var outcome: String?
    /// The diff report it wrote.
    public var reportID: Int64?
}
