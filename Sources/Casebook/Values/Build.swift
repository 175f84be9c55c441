public import Telemetry

/// What is running: a version of a service in an environment and, where known, its revision.
public struct Build: Hashable, Sendable, Codable {
    public var service: String
    public var version: String
    /// The full commit id, where the spans or a deploy event named it.
    public var revision: String?
    public var environment: String?
    public var repositoryURL: String?
    public var firstSeen: Timestamp
    public var lastSeen: Timestamp

    /// Makes a build.
    public init(
        service: String, version: String, revision: String? = nil, environment: String? = nil,
        repositoryURL: String? = nil, firstSeen: Timestamp, lastSeen: Timestamp
    ) {
        self.service = service
        self.version = version
        self.revision = revision
        self.environment = environment
        self.repositoryURL = repositoryURL
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}
