public import Foundation
public import Investigation
public import LanguageModels

/// What an evaluation runs and where it may write.
public struct EvaluationConfiguration: Sendable {
    /// A directory for the stores of the cases; each is removed after its case.
    public var scratch: URL
    /// At most this many cases of each kind, the first ones; nil for all.
    public var limit: Int?
    /// Only cases whose id contains this text; empty for all.
    public var only: String
    /// Whether parameters are varied, signals left out and names changed as well, to see what the result hangs on.
    public var generalisation: Bool
    /// Whether detection is replayed as well; localisation alone is quicker.
    public var detection: Bool
    /// So many hours are drawn at random from minutes without a fault and replayed as well; 0 for none.
    public var quietHours: Int
    /// What the drawing begins with; the same seed draws the same.
    public var seed: UInt64
    /// The models that drive investigations, first choice first; empty for the rulebook alone, which is always last.
    public var models: [any LanguageModel]
    /// What they cost.
    public var prices: PriceTable
    /// How often each case is investigated where a model drives; the rulebook always says the same.
    public var repeats: Int
    /// A folder of clones or mirrors for cases that need a history; nil skips those cases.
    public var repositories: URL?
    /// Where every report is written as Markdown, to be read; nil for nowhere.
    public var reports: URL?
    /// Told one line per case while the evaluation runs.
    public var progress: @Sendable (String) -> Void

    /// Makes a configuration.
    public init(
        scratch: URL, limit: Int? = nil, only: String = "", generalisation: Bool = true,
        detection: Bool = true, quietHours: Int = 0, seed: UInt64 = 1, models: [any LanguageModel] = [],
        prices: PriceTable = PriceTable(), repeats: Int = 1,
        repositories: URL? = nil, reports: URL? = nil, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.scratch = scratch
        self.limit = limit
        self.only = only
        self.generalisation = generalisation
        self.detection = detection
        self.quietHours = quietHours
        self.seed = seed
        self.models = models
        self.prices = prices
        self.repeats = repeats
        self.repositories = repositories
        self.reports = reports
        self.progress = progress
    }

    /// The cases that are to be run.
    func chosen<Case>(_ cases: [Case], id: (Case) -> String) -> [Case] {
        let fitting = only.isEmpty ? cases : cases.filter { id($0).contains(only) }
        return limit.map { Array(fitting.prefix($0)) } ?? fitting
    }
}
