import Analysis
import Investigation
import SourceHistory
import Telemetry

/// Finds the commits between two builds that could have caused a fault, most suspect first.
struct SourceSuspects: SuspectFinding {
    let repositories: RepositorySet
    /// How many suspects a report may name.
    private static let limit = 5

    func suspects(for question: SuspectQuestion) async throws -> [Suspect] {
        guard let repository = repositories.repository(ofService: question.service) else { return [] }
        let bad = try await repository.revision(ofVersion: question.build, revision: question.revision)
        let failure = FailureDescription(
            text: question.clues.joined(separator: "\n"), terms: [question.service, question.operation ?? ""],
            onset: question.onset)
        let hunt = SuspectHunt(repository)
        let ranking: SuspectRanking
        if question.previousBuild != nil || question.previousRevision != nil {
            let good = try await repository.revision(
                ofVersion: question.previousBuild, revision: question.previousRevision)
            ranking = try await hunt.suspects(of: failure, from: good, to: bad)
        } else {
            ranking = try await hunt.suspects(of: failure, at: bad)
        }
        guard !ranking.isNone else { return [] }
        return ranking.suspects.prefix(Self.limit).filter { $0.score > 0 }.map { Suspect($0) }
    }
}

extension Suspect {
    fileprivate init(_ ranked: SuspectRanking.RankedSuspect) {
        let candidate = ranked.candidate
        let file = candidate.diff.files.first { $0.path == ranked.file }
        let hunk = file?.hunks.first { hunk in
            ranked.line.map { hunk.newStart <= $0 && $0 < hunk.newStart + max(hunk.newCount, 1) } ?? false
        }
        self.init(
            kind: Kind(candidate.kind), name: candidate.name, reason: ranked.reason, title: candidate.title,
            file: ranked.file, line: ranked.line, hunk: (hunk ?? file?.hunks.first)?.unified)
    }
}

extension Suspect.Kind {
    fileprivate init(_ kind: SuspectCandidate.Kind) {
        switch kind {
        case .commit: self = .commit
        case .flag: self = .flag
        case .configuration: self = .configuration
        case .dependency: self = .dependency
        case .infrastructure: self = .other
        }
    }
}

extension Hunk {
    /// The hunk as unified diff.
    fileprivate var unified: String {
        var text = ["@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@ \(heading)"]
        for line in lines {
            switch line.kind {
            case .context: text.append(" " + line.text)
            case .added: text.append("+" + line.text)
            case .removed: text.append("-" + line.text)
            }
        }
        return text.joined(separator: "\n")
    }
}
