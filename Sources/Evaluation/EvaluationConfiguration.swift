public import Foundation

/// What an evaluation runs and where it may write.
public struct EvaluationConfiguration: Sendable {
    /// A directory for the stores of the cases; each is removed after its case.
    public var scratch: URL
    /// At most this many cases of each kind, the first ones; nil for all.
    public var limit: Int?
    /// Only cases whose id contains this text; empty for all.
    public var only: String
    /// Whether every signal is also left out once, to see what it adds.
    public var ablation: Bool
    /// Whether detection is replayed as well; localisation alone is quicker.
    public var detection: Bool
    /// A folder of clones or mirrors for cases that need a history; nil skips those cases.
    public var repositories: URL?
    /// Told one line per case while the evaluation runs.
    public var progress: @Sendable (String) -> Void

    /// Makes a configuration.
    public init(
        scratch: URL, limit: Int? = nil, only: String = "", ablation: Bool = false, detection: Bool = true,
        repositories: URL? = nil, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.scratch = scratch
        self.limit = limit
        self.only = only
        self.ablation = ablation
        self.detection = detection
        self.repositories = repositories
        self.progress = progress
    }

    /// The cases that are to be run.
    func chosen<Case>(_ cases: [Case], id: (Case) -> String) -> [Case] {
        let fitting = only.isEmpty ? cases : cases.filter { id($0).contains(only) }
        return limit.map { Array(fitting.prefix($0)) } ?? fitting
    }
}
