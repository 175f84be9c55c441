public import SourceHistory
public import Telemetry

/// A change that could have caused a failure.
public struct SuspectCandidate: Hashable, Sendable {
    /// What kind of change it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case commit, flag, configuration, dependency, infrastructure
    }

    public var kind: Kind
    /// Commit hash, flag key, configuration key, ...
    public var name: String
    /// The commit's subject, or what the event says.
    public var title: String
    /// The rest of the message.
    public var body: String
    public var author: String
    /// When it began to run; the commit's own time where that is not known.
    public var takenEffectAt: Timestamp?
    public var isMerge: Bool
    public var diff: Diff
    /// Its share of the failure's blame trail, 0...1; 0 where it has none.
    public var blame: BlameVote?
    /// Whether an operation that it changes got worse; nil where that was not measured.
    public var touchesRegressedOperation: Bool?
    /// Whether the failure follows it while everything else is the same, as a flag's variants inside one build show.
    public var isContrasted: Bool

    /// Makes a candidate.
    public init(
        kind: Kind, name: String, title: String, body: String = "", author: String = "",
        takenEffectAt: Timestamp? = nil, isMerge: Bool = false, diff: Diff = Diff(files: []), blame: BlameVote? = nil,
        touchesRegressedOperation: Bool? = nil, isContrasted: Bool = false
    ) {
        self.kind = kind
        self.name = name
        self.title = title
        self.body = body
        self.author = author
        self.takenEffectAt = takenEffectAt
        self.isMerge = isMerge
        self.diff = diff
        self.blame = blame
        self.touchesRegressedOperation = touchesRegressedOperation
        self.isContrasted = isContrasted
    }

    /// A commit as a candidate.
    public init(_ change: SourceRepository.Change, deployedAt: Timestamp? = nil, blame: BlameVote? = nil) {
        self.init(
            kind: .commit, name: change.commit.revision.hash, title: change.commit.subject, body: change.commit.body,
            author: change.commit.author.name, takenEffectAt: deployedAt ?? change.commit.committedAt,
            isMerge: change.commit.isMerge, diff: change.diff, blame: blame)
    }
}

extension SuspectCandidate {
    /// What the change is to production: a commit that touches nothing but dependencies, flags or configuration is that.
    public var effectiveKind: Kind {
        guard kind == .commit else { return kind }
        let kinds = Set(diff.files.map { ChangeKind(path: $0.path) }).subtracting([.test, .documentation])
        if kinds.isEmpty { return kind }
        if kinds.isSubset(of: [.dependency, .lockFile]) { return .dependency }
        if kinds == [.flag] { return .flag }
        return kinds.isSubset(of: [.configuration, .flag]) ? .configuration : kind
    }
}
