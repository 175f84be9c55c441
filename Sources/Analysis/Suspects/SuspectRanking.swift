import SourceHistory

/// Changes in the order of suspicion, with the reason for each place; may say that none of them is suspect.
public struct SuspectRanking: Hashable, Sendable {
    /// Most suspect first; those that cannot have caused it are left out.
    public var suspects: [RankedSuspect]
    /// Why nothing is suspected; nil where the first suspect carries enough.
    public var noneReason: String?

    /// Whether none of the candidates is suspected.
    public var isNone: Bool { noneReason != nil }

    /// A candidate with what speaks for it.
    public struct RankedSuspect: Hashable, Sendable {
        public var candidate: SuspectCandidate
        public var score: Double
        /// What each feature added to the score.
        public var parts: [SuspectScoring.Feature: Double]
        /// What speaks for it, strongest first, in one sentence.
        public var reason: String
        /// The file and line that the reason points at, where there is one.
        public var file: String?
        public var line: Int?
    }

    /// Ranks candidates against a failure. Pure: the same values give the same order.
    public static func rank(
        failure: FailureDescription, candidates: [SuspectCandidate], scoring: SuspectScoring = SuspectScoring()
    ) -> SuspectRanking {
        let query = Identifiers.words(failure.text + " " + failure.terms.joined(separator: " "))
            .filter { !CommonWords.all.contains($0) }
        let matches = BestMatch(candidates.map(document)).scores(query)
        let hasTrail = failure.isTraced || candidates.contains { $0.blame != nil }
        let reaching = candidates.filter { scoring.canReach($0) && scoring.time($0, onset: failure.onset) != nil }
        var ranked: [RankedSuspect] = []
        for (candidate, match) in zip(candidates, matches) {
            guard let time = scoring.time(candidate, onset: failure.onset) else { continue }
            // That the build fails with a whole commit says nothing about a part of it, nor about what is no commit.
            let isOfBuild = failure.isOfNewerBuild && candidate.kind == .commit
            let values: [(SuspectScoring.Feature, Double)] = [
                (.blame, candidate.blame?.share ?? 0),
                (.frame, hasTrail ? 0 : scoring.frame(candidate, failure.frames)),
                (.execution, candidate.touchesRegressedOperation == true ? 1 : 0),
                (.words, scoring.words(match.score) * (hasTrail ? scoring.hintsBesideTrail : 1)), (.time, time),
                (.version, isOfBuild ? 1 : 0),
                // Where one change is all that the failing build has and the other lacks, it is the failure's by exclusion.
                (.contrast, candidate.isContrasted || isOfBuild && reaching == [candidate] ? 1 : 0),
                (
                    .sensitive,
                    SensitiveChange.all(in: candidate.diff).isEmpty ? 0 : hasTrail ? scoring.hintsBesideTrail : 1
                ),
            ]
            let reach = scoring.reach(candidate)
            let parts = values.map { ($0, $1 * (scoring.weights[$0] ?? 0) * reach) }.filter { $0.1 > 0 }
            ranked.append(suspect(candidate, parts, match.words))
        }
        ranked.sort { ($1.score, $0.candidate.name) < ($0.score, $1.candidate.name) }
        var ranking = SuspectRanking(suspects: ranked, noneReason: nil)
        ranking.noneReason = none(ranking, scoring)
        return ranking
    }

    /// What was changed, without when: the first suspect's sum of the substantial features; 0 without suspects.
    public func substance(_ scoring: SuspectScoring = SuspectScoring()) -> Double {
        suspects.first.map { first in
            first.parts.filter { scoring.substantial.contains($0.key) }.values.reduce(0, +)
        } ?? 0
    }

    private static func none(_ ranking: SuspectRanking, _ scoring: SuspectScoring) -> String? {
        guard let first = ranking.suspects.first else { return "there was no change that could have caused it" }
        if ranking.substance(scoring) >= scoring.convictionThreshold { return nil }
        return "no change touches what failed; the nearest, \(first.candidate.name.prefix(10)), only "
            + (first.parts.isEmpty ? "exists" : first.reason)
    }

    private static func suspect(
        _ candidate: SuspectCandidate, _ parts: [(SuspectScoring.Feature, Double)], _ words: [String]
    ) -> RankedSuspect {
        let sorted = parts.sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
        // A host's name has no words that speak of a failure.
        let telling = sorted.filter { candidate.kind != .infrastructure || $0.0 != .words }
        let reasons = telling.prefix(3).map { feature, _ in
            switch feature {
            case .words: "\(feature.rawValue) (\(words.joined(separator: ", ")))"
            case .blame: "\(feature.rawValue) (\(candidate.blame?.reason ?? ""))"
            default: feature.rawValue
            }
        }
        let file = candidate.blame?.path ?? candidate.diff.files.first { ChangeKind(path: $0.path) == .source }?.path
        return RankedSuspect(
            candidate: candidate, score: parts.reduce(0) { $0 + $1.1 },
            parts: Dictionary(parts, uniquingKeysWith: +), reason: reasons.joined(separator: "; "),
            file: file ?? candidate.diff.files.first?.path,
            line: candidate.blame?.line
                ?? candidate.diff.files.first { $0.path == file }?.hunks.first?.touchedLines.first)
    }

    /// The words of a change: its message, paths, and changed lines.
    private static func document(_ candidate: SuspectCandidate) -> [String] {
        // A commit's name is a hash, whose letters spell nothing.
        let name = candidate.kind == .commit ? "" : candidate.name
        var words = Identifiers.words(candidate.title + " " + candidate.body + " " + name)
        for file in candidate.diff.files where ChangeKind(path: file.path) != .lockFile {
            words += Identifiers.words(file.path)
            for hunk in file.hunks {
                words += Identifiers.words(hunk.functions.joined(separator: " ") + " " + hunk.heading)
                for line in hunk.lines where line.kind != .context { words += Identifiers.words(line.text) }
            }
            if words.count > 20_000 { break }
        }
        return words
    }
}

/// Words too common in code, alerts and prose to mean anything.
enum CommonWords {
    static let all: Set<String> = [
        "the", "and", "for", "with", "from", "that", "this", "not", "was", "are", "has", "have", "but", "into", "on",
        "in", "is", "of", "to", "at", "by", "an", "or", "as", "it", "be", "if", "no", "error", "errors", "exception",
        "failed", "failure", "fail", "at", "java", "py", "go", "ts", "swift", "org", "com", "io", "lang", "util",
        "return", "null", "nil", "none", "true", "false", "new", "get", "set", "test", "tests", "main", "src", "app",
        "service", "http", "https", "request", "response", "status", "code", "message", "value", "type", "name", "id",
        "string", "int", "line", "file", "info", "warn", "warning", "level", "log", "logger", "ms", "rate", "high",
        "alert", "above", "threshold", "junit", "assert", "expected", "invoke", "reflect", "run",
    ]
}
