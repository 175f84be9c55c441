import SourceHistory

extension SuspectRanking {
    /// Suspects whose details are told apart, and details of each.
    private static let detailedSuspects = 30
    private static let detailsEach = 5

    /// The same with a row for every dependency, setting and flag that a suspected commit changes beside code.
    ///
    /// Such a row stands behind its commit and never before another commit that is ahead of it: the order of the commits
    /// is what it was.
    func detailed(_ failure: FailureDescription, _ scoring: SuspectScoring) -> SuspectRanking {
        var result = SuspectRanking(suspects: [], noneReason: noneReason)
        for (place, suspect) in suspects.enumerated() {
            result.suspects.append(suspect)
            guard place < Self.detailedSuspects, suspect.score > 0, suspect.candidate.effectiveKind == .commit else {
                continue
            }
            let details = Array(suspect.candidate.details.prefix(Self.detailsEach))
            for var detail in SuspectRanking.rank(failure: failure, candidates: details, scoring: scoring).suspects {
                detail.score = min(detail.score, suspect.score)
                let part = "part of commit \(suspect.candidate.name.prefix(10))"
                detail.reason = detail.reason.isEmpty ? part : "\(part); \(detail.reason)"
                result.suspects.append(detail)
            }
        }
        return result
    }
}

extension SuspectCandidate {
    /// The dependencies, settings and flags that a commit changes, each as a candidate of its own.
    var details: [SuspectCandidate] {
        let dependencies = DependencyChange.all(in: diff).map { change in
            detail(.dependency, change.text, diff.files.first { $0.path == change.path }, [change.hunk])
        }
        let settings = diff.files.flatMap { file -> [SuspectCandidate] in
            let kind = ChangeKind(path: file.path)
            guard kind == .configuration || kind == .flag || kind == .schema else { return [] }
            return file.hunks.indices.map { index in
                let lines = file.hunks[index].lines.filter { $0.kind != .context }.prefix(2)
                let words = lines.map { ($0.kind == .added ? "+" : "-") + $0.text.drop { $0 == " " }.prefix(60) }
                return detail(
                    kind == .flag ? .flag : .configuration,
                    "\(file.path): \(words.joined(separator: " "))", file, [index])
            }
        }
        return dependencies + settings
    }

    private func detail(_ kind: Kind, _ name: String, _ file: FileDiff?, _ hunks: [Int]) -> SuspectCandidate {
        var part = file
        part?.hunks = hunks.compactMap { index in file?.hunks.indices.contains(index) == true ? file?.hunks[index] : nil
        }
        return SuspectCandidate(
            kind: kind, name: name, title: title, author: author, takenEffectAt: takenEffectAt,
            diff: Diff(files: part.map { [$0] } ?? []))
    }
}
