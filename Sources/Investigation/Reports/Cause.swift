/// Why it happened, and how the fault got from there to the symptom.
public struct Cause: Codable, Sendable, Equatable {
    /// One sentence.
    public var statement: String
    /// How it does what was seen.
    public var mechanism: String
    /// From where the fault is to where it was noticed; at least one step.
    public var path: [Step]
    /// The build that brought it, where a build did.
    public var badBuild: BadBuild?
    /// Whether path, deviation, order in time and trusted evidence all hold.
    public var isEstablished: Bool
    /// What the gate found missing; empty for an established cause.
    public var objections: [String]

    /// One place the fault passed through.
    public struct Step: Codable, Sendable, Equatable, Hashable {
        public var service: String
        public var operation: String?

        /// Makes a step.
        public init(service: String, operation: String? = nil) {
            self.service = service
            self.operation = operation
        }
    }

    /// A build and what ran before it.
    public struct BadBuild: Codable, Sendable, Equatable, Hashable {
        public var service: String
        public var build: String
        public var previous: String?

        /// Makes a build.
        public init(service: String, build: String, previous: String? = nil) {
            self.service = service
            self.build = build
            self.previous = previous
        }
    }

    /// Makes a cause; nothing is established until the gate says so.
    public init(
        statement: String, mechanism: String = "", path: [Step], badBuild: BadBuild? = nil, isEstablished: Bool = false,
        objections: [String] = []
    ) {
        self.statement = statement
        self.mechanism = mechanism
        self.path = path
        self.badBuild = badBuild
        self.isEstablished = isEstablished
        self.objections = objections
    }

    private enum CodingKeys: String, CodingKey {
        case statement, mechanism, path, objections
        case badBuild = "bad_build"
        case isEstablished = "is_established"
    }
}
