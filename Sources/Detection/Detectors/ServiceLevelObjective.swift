/// A promise about a service's share of good requests.
public struct ServiceLevelObjective: Hashable, Sendable, Codable {
    public var service: String
    /// Only this operation; nil for all server spans of the service.
    public var operation: String?
    /// Share of requests that must be good, such as 0.999.
    public var target: Double
    /// A request slower than this is not good; nil where only errors count.
    public var latencyMilliseconds: Double?

    /// Makes an objective; `target` lies between 0 and 1, both excluded.
    public init(service: String, operation: String? = nil, target: Double, latencyMilliseconds: Double? = nil) {
        self.service = service
        self.operation = operation
        self.target = target
        self.latencyMilliseconds = latencyMilliseconds
    }
}
