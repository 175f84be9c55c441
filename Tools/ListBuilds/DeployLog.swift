public import Telemetry

/// A deploy as the tools show it.
public struct DeployRecord: Hashable, Sendable {
    public var service: String
    public var version: String
    public var revision: String?
    public var environment: String?
    public var at: Timestamp
    /// Who said so: `api`, `github`, `spans`, ...
    public var source: String

    /// Makes a record.
    public init(
        service: String, version: String, revision: String? = nil, environment: String? = nil, at: Timestamp,
        source: String
    ) {
        self.service = service
        self.version = version
        self.revision = revision
        self.environment = environment
        self.at = at
        self.source = source
    }
}

/// Where deploy events are kept.
public protocol DeployLog: Sendable {
    /// The deploys inside a range, newest first; of one service, or of all.
    func deploys(ofService service: String?, in range: TimeRange) async throws -> [DeployRecord]
}

/// A log without entries, for programs that receive no deploy events.
public struct NoDeployLog: DeployLog {
    /// Makes it.
    public init() {}

    public func deploys(ofService service: String?, in range: TimeRange) async throws -> [DeployRecord] { [] }
}
