public import Telemetry

/// Finds changes that could have caused something; implemented on source history, handed to the dossier builder.
public protocol SuspectFinding: Sendable {
    /// The most suspect changes first; empty where nothing speaks for any.
    ///
    /// - Throws: what the history says when it cannot be read; the dossier notes it and goes on.
    func suspects(for question: SuspectQuestion) async throws -> [Suspect]
}

/// What is known about a fault when its change is looked for.
public struct SuspectQuestion: Sendable, Equatable {
    public var service: String
    public var operation: String?
    public var onset: Timestamp
    /// The build that shows the fault, its revision, and those before, where telemetry says.
    public var build: String?
    public var revision: String?
    public var previousBuild: String?
    public var previousRevision: String?
    /// Words the change may share: exception types and messages, stack traces, log templates, file paths, attributes.
    public var clues: [String]

    /// Makes a question.
    public init(
        service: String, operation: String? = nil, onset: Timestamp, build: String? = nil, revision: String? = nil,
        previousBuild: String? = nil, previousRevision: String? = nil, clues: [String] = []
    ) {
        self.service = service
        self.operation = operation
        self.onset = onset
        self.build = build
        self.revision = revision
        self.previousBuild = previousBuild
        self.previousRevision = previousRevision
        self.clues = clues
    }
}
