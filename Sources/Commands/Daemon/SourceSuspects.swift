import Analysis
import Casebook
import Investigation
import SourceHistory
import Telemetry

/// Ranks what could have caused a fault: the commits between two builds, and the flags and instances it follows.
struct SourceSuspects: SuspectFinding {
    let repositories: RepositorySet
    /// Knows which flags were switched; nil for none.
    var casebook: CaseStore?
    /// How many rows a table has.
    private static let limit = 30

    func suspects(for question: SuspectQuestion) async throws -> SuspectTable {
        let failure = FailureDescription(
            text: question.clues.joined(separator: "\n"), terms: [question.service, question.operation ?? ""],
            onset: question.onset, isOfNewerBuild: question.isOfNewerBuild)
        let ranking = try await commits(question, failure, beside: try await others(question))
        return SuspectTable(
            rows: ranking.suspects.prefix(Self.limit).map { ranked in
                SuspectTable.Row(
                    suspect: Suspect(ranked), kind: ranked.candidate.effectiveKind.rawValue, score: ranked.score)
            }, noneReason: ranking.noneReason)
    }

    /// What the fault follows while all else is the same, and the flags that were switched in the day before it.
    private func others(_ question: SuspectQuestion) async throws -> [SuspectCandidate] {
        var others = question.contrasts.map { SuspectCandidate($0) }
        let day = TimeRange(start: question.onset - .seconds(86_400), end: question.onset + .seconds(300))
        for change in try await casebook?.flagChanges(in: day) ?? [] {
            if let known = others.firstIndex(where: { $0.kind == .flag && $0.name.hasPrefix("\(change.flag) = ") }) {
                others[known].takenEffectAt = max(others[known].takenEffectAt ?? change.at, change.at)
            } else if !others.contains(where: { $0.name.hasPrefix("\(change.flag) switched") }) {
                others.append(
                    SuspectCandidate(
                        kind: .flag, name: "\(change.flag) switched \(change.isOn ? "on" : "off")",
                        title: "told by \(change.source) at \(change.at)", takenEffectAt: change.at))
            }
        }
        return others
    }

    private func commits(
        _ question: SuspectQuestion, _ failure: FailureDescription, beside others: [SuspectCandidate]
    ) async throws -> SuspectRanking {
        guard let repository = repositories.repository(ofService: question.service) else {
            var ranking = SuspectRanking.rank(failure: failure, candidates: others)
            if others.isEmpty {
                ranking.noneReason = "no repository is configured for \(question.service), so no commit was looked at"
            }
            return ranking
        }
        let bad = try await repository.revision(ofVersion: question.build, revision: question.revision)
        let hunt = SuspectHunt(repository, others: others)
        guard question.previousBuild != nil || question.previousRevision != nil else {
            return try await hunt.suspects(of: failure, at: bad)
        }
        let good = try await repository.revision(
            ofVersion: question.previousBuild, revision: question.previousRevision)
        return try await hunt.suspects(of: failure, from: good, to: bad)
    }
}

extension SuspectCandidate {
    /// What the fault follows while everything else is the same.
    fileprivate init(_ change: ContrastedChange) {
        self.init(
            kind: change.kind == .flag ? .flag : .infrastructure, name: change.name, title: change.finding,
            isContrasted: true)
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
            kind: Kind(candidate.effectiveKind), name: candidate.name, reason: ranked.reason, title: candidate.title,
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
