/// A commit as far as ranking by words needs it.
public struct ProposedChange: Sendable, Equatable {
    public var id: String
    public var message: String
    public var files: [String]
    /// Its diff as text; empty where it is not known.
    public var diff: String
    /// Whether it was running before the symptom began.
    public var wasDeployed: Bool

    /// Makes a change.
    public init(id: String, message: String, files: [String], diff: String = "", wasDeployed: Bool = false) {
        self.id = id
        self.message = message
        self.files = files
        self.diff = diff
        self.wasDeployed = wasDeployed
    }
}
