/// Which of the services that deviate can be explained by each of them, along the observed calls.
///
/// A fault is felt by those who call, directly or through others: the more of what deviates stands above a service, the
/// better it explains; what deviates elsewhere speaks against it.
public struct Propagation: Sendable {
    /// One service that deviates.
    public struct Reach: Sendable, Equatable {
        public var service: String
        /// Other deviating services that call it, directly or through others.
        public var explains: [String]
        /// Deviating services that do not.
        public var leavesOpen: [String]
        /// Deviating services it calls itself, directly or through others: it may only pass on what they began.
        public var mayInheritFrom: [String]
    }

    /// In the order of the services given.
    public let reaches: [Reach]

    /// - Parameter deviating: services that deviate, each once.
    public init(_ map: ServiceMap, deviating: [String]) {
        reaches = deviating.map { service in
            let others = deviating.filter { $0 != service }
            let callers = others.filter { map.path(from: $0, to: service) != nil }
            return Reach(
                service: service, explains: callers, leavesOpen: others.filter { !callers.contains($0) },
                mayInheritFrom: others.filter { map.path(from: service, to: $0) != nil })
        }
    }
}
