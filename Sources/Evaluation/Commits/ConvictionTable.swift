import Analysis

/// How often a culprit is named and "none" is said, at the shipped threshold and at thresholds chosen without looking.
///
/// Leave one out: for each repository the threshold is chosen on the questions of all others, and judged on its own.
struct ConvictionTable {
    private var entries: [(repository: String, isGuilty: Bool, substance: Double)] = []

    /// Takes an answer in.
    mutating func add(_ question: CommitQuestion, _ repository: String, _ ranking: SuspectRanking) {
        entries.append((repository, question.culprit != nil, ranking.substance()))
    }

    /// Two lines for the reader; nothing without questions of both sorts.
    var lines: [String] {
        guard entries.contains(where: \.isGuilty), entries.contains(where: { !$0.isGuilty }) else { return [] }
        let shipped = SuspectScoring().convictionThreshold
        let repositories = Set(entries.map(\.repository)).sorted()
        var (named, none, chosen) = (0, 0, [String]())
        for left in repositories {
            let threshold = Self.threshold(entries.filter { $0.repository != left }) ?? shipped
            let own = entries.filter { $0.repository == left }
            named += own.count { $0.isGuilty && $0.substance >= threshold }
            none += own.count { !$0.isGuilty && $0.substance < threshold }
            chosen.append("\(left.split(separator: "/").last ?? "") \((threshold * 100).rounded() / 100)")
        }
        return [
            line(
                "shipped threshold \(shipped)", entries.count { $0.isGuilty && $0.substance >= shipped },
                entries.count { !$0.isGuilty && $0.substance < shipped }),
            line("leave one repository out (\(chosen.joined(separator: ", ")))", named, none),
        ]
    }

    private func line(_ what: String, _ named: Int, _ none: Int) -> String {
        let (guilty, innocent) = (entries.count(where: \.isGuilty), entries.count { !$0.isGuilty })
        return "commits, \(what): somebody named in \(named) of \(guilty) with a culprit, \"none\" in \(none) of "
            + "\(innocent) without"
    }

    /// The lowest threshold at which "none" is said of 95 in 100 questions without culprit.
    private static func threshold(_ entries: [(repository: String, isGuilty: Bool, substance: Double)]) -> Double? {
        let innocent = entries.filter { !$0.isGuilty }.map(\.substance).sorted()
        guard !innocent.isEmpty else { return nil }
        return innocent[min(innocent.count - 1, innocent.count * 95 / 100)].nextUp
    }
}
