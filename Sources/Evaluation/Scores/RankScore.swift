import Analysis

/// Ranks of the truth over some cases; rank 1 is right, nil was not ranked at all.
public struct RankScore: Sendable, Equatable {
    public var ranks: [Int?] = []

    /// No cases yet.
    public init() {}

    /// Makes a score.
    public init(_ ranks: [Int?]) { self.ranks = ranks }

    /// How many cases there are.
    public var cases: Int { ranks.count }

    /// Share of cases, in percent, whose truth is among the first `limit`.
    public func top(_ limit: Int) -> Double {
        guard !ranks.isEmpty else { return 0 }
        return 100 * Double(ranks.count { $0.map { $0 <= limit } ?? false }) / Double(ranks.count)
    }

    /// Wilson's 95 % interval of top-1, in percent.
    public var topOneInterval: ClosedRange<Double> {
        let interval = Proportion(Double(ranks.count { $0 == 1 }), of: Double(ranks.count)).wilson()
        return 100 * interval.lowerBound...100 * interval.upperBound
    }

    /// Mean of top-1 to top-5, in percent.
    public var averageAtFive: Double { (1...5).reduce(0) { $0 + top($1) } / 5 }

    /// Mean of one over the rank.
    public var meanReciprocalRank: Double {
        guard !ranks.isEmpty else { return 0 }
        return ranks.reduce(0) { $0 + ($1.map { 1 / Double($0) } ?? 0) } / Double(ranks.count)
    }

    /// The rank of a truth among scored candidates; candidates with an equal score count as better.
    public static func strict<Candidate: Equatable>(
        _ truth: Candidate, among scored: [(candidate: Candidate, score: Double)]
    ) -> Int? {
        guard let mine = scored.first(where: { $0.candidate == truth }) else { return nil }
        return 1 + scored.count { $0.candidate != truth && $0.score >= mine.score }
    }
}
