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
    /// Who said so: `api`, `github`, `gitlab`, `argocd`, `spans`.
    public var source: String
    public var url: String?
    /// Where its diff report goes, such as `github-commit:owner/repo@sha`.
    public var destinations: [String]
    public var details: JSONValue

    /// Makes a deploy.
    public init(
        dedupKey: String, service: String, version: String, revision: String? = nil, previousVersion: String? = nil,
        environment: String? = nil, at: Timestamp, source: String, url: String? = nil, destinations: [String] = [],
        details: JSONValue = .null
    ) {
        self.dedupKey = dedupKey
        self.service = service
        self.version = version
        self.revision = revision
        self.previousVersion = previousVersion
        self.environment = environment
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
}
