public import Analysis
public import Telemetry
public import ToolKit

/// What is known before any model is asked: tables for the model, a first report for people, facts for the gate.
public struct Dossier: Codable, Sendable, Equatable {
    /// Stored as `E1`; at most about 3 000 tokens when rendered.
    public var output: ToolOutput
    /// Published at once; its claims cite `E1`. Replaced by the investigation's own report.
    public var firstReport: Report
    public var facts: Facts

    /// What the root-cause gate and the ledger's rules check against.
    public struct Facts: Codable, Sendable, Equatable {
        /// When the symptom began.
        public var onset: Timestamp?
        /// Caller and callee pairs that were seen.
        public var edges: [Edge]
        /// Services and operations that deviate from their baseline.
        public var deviations: [Deviation]
        /// Builds, when each first appeared.
        public var builds: [BuildAppearance]
        /// Services that sent telemetry in the baseline and none in the window.
        public var silentServices: [String]
        /// Services seen at all.
        public var services: [String]
        /// Who met what deviates; counted, never from a model.
        public var people: UserImpact?

        /// Makes facts.
        public init(
            onset: Timestamp? = nil, edges: [Edge] = [], deviations: [Deviation] = [],
            builds: [BuildAppearance] = [], silentServices: [String] = [], services: [String] = [],
            people: UserImpact? = nil
        ) {
            self.onset = onset
            self.edges = edges
            self.deviations = deviations
            self.builds = builds
            self.silentServices = silentServices
            self.services = services
            self.people = people
        }
    }

    /// One service calls another.
    public struct Edge: Codable, Sendable, Equatable, Hashable {
        public var caller: String
        public var callee: String

        /// Makes an edge.
        public init(caller: String, callee: String) {
            self.caller = caller
            self.callee = callee
        }
    }

    /// Something that is not as before.
    public struct Deviation: Codable, Sendable, Equatable, Hashable {
        public var service: String
        public var operation: String?
        /// `errors`, `latency`, `rate`, `silence`.
        public var measure: String
        public var onset: Timestamp?

        /// Makes a deviation.
        public init(service: String, operation: String? = nil, measure: String, onset: Timestamp? = nil) {
            self.service = service
            self.operation = operation
            self.measure = measure
            self.onset = onset
        }
    }

    /// A build of a service, and when it was first seen.
    public struct BuildAppearance: Codable, Sendable, Equatable, Hashable {
        public var service: String
        public var build: String
        public var revision: String?
        public var firstSeen: Timestamp

        /// Makes an appearance.
        public init(service: String, build: String, revision: String? = nil, firstSeen: Timestamp) {
            self.service = service
            self.build = build
            self.revision = revision
            self.firstSeen = firstSeen
        }
    }

    /// Makes a dossier.
    public init(output: ToolOutput, firstReport: Report, facts: Facts = Facts()) {
        self.output = output
        self.firstReport = firstReport
        self.facts = facts
    }
}

/// Makes dossiers from telemetry, builds and source history, without a model.
public protocol DossierBuilding: Sendable {
    /// Gathers what there is; a part that fails becomes a note, never an error.
    func dossier(for plan: InvestigationPlan) async -> Dossier
}
