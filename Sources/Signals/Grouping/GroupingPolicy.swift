public import Casebook

/// Which signals belong to one case: those about the same service, or about two services that call each other.
///
/// It writes keys; the casebook puts signals that share one, and are close in time, into one case.
public struct GroupingPolicy: Sendable {
    /// The environment of signals that name none; nil where whyd watches only one and environments do not part cases.
    public let environment: String?
    /// The services each service calls or is called by.
    public let neighbours: [String: Set<String>]

    /// Makes a policy.
    public init(environment: String? = nil, neighbours: [String: Set<String>] = [:]) {
        self.environment = environment
        self.neighbours = neighbours
    }

    /// The signal with the keys it is grouped by; those it has already stay.
    public func grouped(_ signal: Signal) -> Signal {
        guard let service = signal.service else { return signal }
        var signal = signal
        signal.groupKeys.insert(key("service", service, signal.environment))
        for neighbour in neighbours[service] ?? [] {
            // One key for both directions, so that both ends of a call carry it.
            let edge = [service, neighbour].sorted().joined(separator: "+")
            signal.groupKeys.insert(key("edge", edge, signal.environment))
        }
        return signal
    }

    private func key(_ kind: String, _ name: String, _ signalEnvironment: String?) -> String {
        guard let environment else { return "\(kind):\(name)" }
        return "\(kind):\(name)@\(signalEnvironment ?? environment)"
    }
}
