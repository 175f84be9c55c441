import Glibc

/// Ranks changes by what their words and lines have to do with a symptom, for incidents where numbers do not decide.
///
/// A change scores by the rare words it shares with alerts and error messages (inverse document frequency over all
/// changes), by changed lines that could do what the symptom's family does, and by having been deployed to a service
/// that fails. Documentation, tests and styling hardly count.
public struct ChangeRelevance: Sendable {
    /// A change and its score.
    public struct Ranked: Sendable, Equatable {
        public var change: ProposedChange
        public var score: Double
        /// The words it shares with the symptom, rarest first.
        public var sharedWords: [String]
        /// The families of symptoms its changed lines fit.
        public var families: [String]
    }

    /// Most relevant first.
    public let ranked: [Ranked]

    /// Below this score no change is named.
    static let minimumScore = 6.0
    /// The first has to be ahead of the second by this ratio.
    static let minimumLead = 1.08

    /// Ranks changes.
    ///
    /// - Parameters:
    ///   - symptom: the words of alerts and of new error messages.
    ///   - services: the services that fail.
    public init(_ changes: [ProposedChange], symptom: String, services: [String]) {
        let clues = Set(ChangeWords.stems(symptom))
        let families = SymptomFamily.all.filter { $0.fits(symptom) }
        let documents = changes.map {
            Set(ChangeWords.stems("\($0.message) \($0.files.joined(separator: " ")) \($0.diff)"))
        }
        var frequency: [String: Int] = [:]
        for document in documents { for word in document { frequency[word, default: 0] += 1 } }
        let names = services.map(Self.nameStem).filter { $0.count > 2 }
        ranked = zip(changes, documents).map { change, words in
            let shared = words.intersection(clues).map { word in
                (word, log(Double(changes.count + 1) / (Double(frequency[word] ?? 0) + 0.5)))
            }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            let fitting = families.filter { $0.score(change.diff) > 0 }
            let files = change.files.joined(separator: " ").lowercased()
            var score = shared.reduce(0) { $0 + $1.1 } + families.reduce(0) { $0 + $1.score(change.diff) }
            score += (change.wasDeployed ? 2 : 0) + (names.contains { files.contains($0) } ? 2 : 0)
            if change.files.allSatisfy(ChangeWords.isBeside) { score *= 0.15 }
            if change.diff.isEmpty { score *= 0.2 }
            return Ranked(
                change: change, score: score, sharedWords: shared.prefix(6).map(\.0), families: fitting.map(\.name))
        }.sorted { ($1.score, $0.change.id) < ($0.score, $1.change.id) }
    }

    /// The change to name; nil where none is relevant enough, or two are alike.
    public var verdict: Ranked? {
        guard let first = ranked.first, first.score >= Self.minimumScore else { return nil }
        guard let second = ranked.dropFirst().first else { return first }
        return first.score >= Self.minimumLead * second.score ? first : nil
    }

    /// The beginning of a service's name that its paths are likely to have.
    private static func nameStem(_ service: String) -> String {
        let bare = service.lowercased().replacingSuffix("service").replacingSuffix("-svc")
        return String(bare.split { !$0.isLetter }.first?.prefix(5) ?? "")
    }
}

extension String {
    fileprivate func replacingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) && count > suffix.count ? String(dropLast(suffix.count)) : self
    }
}
