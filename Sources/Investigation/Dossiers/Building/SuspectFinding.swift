public import Telemetry

/// Finds changes that could have caused something; implemented on source history, handed to the dossier builder.
public protocol SuspectFinding: Sendable {
    /// The changes that could have done it, the most suspect first.
    ///
    /// - Throws: what the history says when it cannot be read; the dossier notes it and goes on.
    func suspects(for question: SuspectQuestion) async throws -> SuspectTable
}

/// Changes in the order of suspicion; may say that none of them did it.
public struct SuspectTable: Sendable, Equatable {
    public var rows: [Row]
    /// Why nothing is suspected; nil where the first row carries enough.
    public var noneReason: String?

    /// A change and how suspicious it is.
    public struct Row: Sendable, Equatable {
        public var suspect: Suspect
        /// `commit`, `flag`, `configuration`, `dependency`, `infrastructure`.
        public var kind: String
        public var score: Double

        /// Makes a row.
        public init(suspect: Suspect, kind: String, score: Double) {
            self.suspect = suspect
            self.kind = kind
            self.score = score
        }
    }

    /// Makes a table; an empty one by default.
    public init(rows: [Row] = [], noneReason: String? = nil) {
        self.rows = rows
        self.noneReason = noneReason
    }

    /// Those that a report may name.
    public var named: [Suspect] {
        noneReason == nil ? rows.filter { $0.score > 0 }.prefix(5).map(\.suspect) : []
    }
}

/// A change that is not in the source, found by contrast: everything else is the same, and the fault follows it.
public struct ContrastedChange: Sendable, Equatable {
    /// What kind of change it is.
    public enum Kind: Sendable { case flag, infrastructure }

    public var kind: Kind
    /// `fast-pay = on`, or an instance's name.
    public var name: String
    /// What was measured, in one sentence.
    public var finding: String

    /// Makes a change.
    public init(kind: Kind, name: String, finding: String) {
        self.kind = kind
        self.name = name
        self.finding = finding
    }
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
    /// Whether `build` alone got worse while the one before served beside it.
    public var isOfNewerBuild: Bool
    /// Words the change may share: exception types and messages, stack traces, log templates, file paths, attributes.
    public var clues: [String]
    /// Flags and instances that the fault follows.
    public var contrasts: [ContrastedChange]

    /// Makes a question.
    public init(
        service: String, operation: String? = nil, onset: Timestamp, build: String? = nil, revision: String? = nil,
        previousBuild: String? = nil, previousRevision: String? = nil, isOfNewerBuild: Bool = false,
        clues: [String] = [], contrasts: [ContrastedChange] = []
    ) {
        self.service = service
        self.operation = operation
        self.onset = onset
        self.build = build
        self.revision = revision
        self.previousBuild = previousBuild
        self.previousRevision = previousRevision
        self.isOfNewerBuild = isOfNewerBuild
        self.clues = clues
        self.contrasts = contrasts
    }
}
