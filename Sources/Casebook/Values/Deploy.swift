public import JSONValues
public import Telemetry

/// A build appearing in an environment: an explicit event, or the first spans of a version.
public struct Deploy: Hashable, Sendable, Codable {
    /// Names the event: the same key again changes nothing.
    public var dedupKey: String
    public var service: String
    public var version: String
    public var revision: String?
    /// The version that ran before, where the event says or the casebook knew one.
    public var previousVersion: String?
    public var environment: String?
    public var at: Timestamp
    /// The repository at its host, such as `owner/name`, where the event names one.
    public var repository: String?
    /// Who said so: `api`, `github`, `gitlab`, `argocd`, `spans`.
    public var source: String
    public var url: String?
    /// Where its diff report goes, such as `github-commit:owner/repo@sha`.
    public var destinations: [String]
    public var details: JSONValue

    /// Makes a deploy.
    public init(
        dedupKey: String, service: String, version: String, revision: String? = nil, previousVersion: String? = nil,
        environment: String? = nil, repository: String? = nil, at: Timestamp, source: String, url: String? = nil,
        destinations: [String] = [],
        details: JSONValue = .null
    ) {
        self.dedupKey = dedupKey
        self.service = service
        self.version = version
        self.revision = revision
        self.previousVersion = previousVersion
        self.environment = environment
        self.repository = repository
        self.at = at
        self.source = source
        self.url = url
        self.destinations = destinations
        self.details = details
    }
}

/// A deploy as the casebook keeps it.
public struct StoredDeploy: Hashable, Sendable, Codable, Identifiable {
    public var id: Int64
    public var deploy: Deploy
    /// What it came to so far.
    public var course: Course

    /// What a deploy came to, kept from one look at it to the next.
    public struct Course: Hashable, Sendable, Codable {
        /// `watching`, `healthy`, `regressed`, `rolled back`, `recovered`, `not recovered`.
        public var state: String
        /// The operations that got worse, as whoever looked wrote them.
        public var regressed: JSONValue

        /// Makes a course; that of a deploy nobody has looked at by default.
        public init(state: String = "watching", regressed: JSONValue = .array([])) {
            self.state = state
            self.regressed = regressed
        }
    }
}
