public import JSONValues
public import Telemetry

/// A feature flag that was switched, as its host told it.
public struct FlagChange: Hashable, Sendable, Codable {
    /// Names the event: the same key again changes nothing.
    public var dedupKey: String
    /// The flag's name, as spans write `feature_flag.key`.
    public var flag: String
    /// Whether it is on now.
    public var isOn: Bool
    /// The repository at its host, such as `group/project`.
    public var repository: String?
    public var at: Timestamp
    /// Who said so: `gitlab`.
    public var source: String
    public var details: JSONValue

    /// Makes a change.
    public init(
        dedupKey: String, flag: String, isOn: Bool, repository: String? = nil, at: Timestamp, source: String,
        details: JSONValue = .null
    ) {
        self.dedupKey = dedupKey
        self.flag = flag
        self.isOn = isOn
        self.repository = repository
        self.at = at
        self.source = source
        self.details = details
    }
}
