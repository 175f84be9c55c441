import JSONValues

/// The changes that could have done it, from the dossier and from the comparison of the builds.
struct RulebookSuspects {
    /// One change.
    struct Suspect {
        var kind = "commit"
        var name: String
        var title: String
        var file: String
        var reason: String
        var evidence: String
        /// The table it stands in, and the row's cells that pick it.
        var section: String
        var column: String

        /// Whether it is where something runs, with a sentence for its title, and not something that was changed.
        var isPlace: Bool { kind == "other" && !title.isEmpty }

        /// The name; of a commit's, the first twelve digits.
        var shortName: String {
            let isCommit = name.count >= 40 && name.allSatisfy(\.isHexDigit)
            return isCommit ? String(name.prefix(12)) : name
        }

        /// The name with the title behind it, where there is one.
        var titledName: String { title.isEmpty ? shortName : "\(shortName) (\(title))" }
    }

    /// Most suspect first, each name once.
    let ranked: [Suspect]

    init(_ investigation: RulebookInvestigation) {
        let facts = investigation.facts
        var found = facts.suspects.map { row in
            Suspect(
                kind: row.text("kind"), name: row.text("name"), title: row.text("title"), file: row.text("file"),
                reason: row.text("reason"), evidence: facts.evidence, section: "suspects", column: "name")
        }
        if let diff = investigation.answer("diff") { found += Self.commits(diff, facts) }
        ranked = found.reduce(into: []) { list, suspect in
            let isKnown = list.contains { $0.name.hasPrefix(suspect.name) || suspect.name.hasPrefix($0.name) }
            if !isKnown, !suspect.name.isEmpty { list.append(suspect) }
        }
    }

    /// Commits of a comparison, those that share words with the fault first; their order decides ties.
    private static func commits(_ diff: RulebookAnswer, _ facts: RulebookCase) -> [Suspect] {
        for table in diff.tables {
            guard let column = ["commit", "id", "sha", "name"].first(where: table.columns.contains),
                table.columns.contains(where: { ["title", "subject", "message"].contains($0) })
            else { continue }
            let scored = table.rows.enumerated().map { position, row -> (Int, Int, Suspect) in
                let title = row.text("title") + row.text("subject") + row.text("message")
                let file = row.text("file").isEmpty ? firstFile(row.text("files")) : row.text("file")
                let reason = row.text("reason")
                let suspect = Suspect(
                    name: row.text(column), title: title, file: file,
                    reason: reason.isEmpty ? "part of the build that shows the fault" : reason,
                    evidence: diff.evidence ?? facts.evidence, section: table.name, column: column)
                return (-shared("\(title) \(row.text("files")) \(file)", facts), position, suspect)
            }
            return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        }
        return []
    }

    private static func firstFile(_ files: String) -> String {
        files.split { $0 == "," || $0 == " " || $0 == "\n" }.first.map(String.init) ?? ""
    }

    /// How many words of the fault a text shares; releases and documentation share none that count.
    private static func shared(_ text: String, _ facts: RulebookCase) -> Int {
        let text = text.lowercased()
        if text.hasPrefix("release ") { return -1 }
        let telling =
            [facts.lead ?? "", facts.leadOperation?.text("operation") ?? ""] + facts.facts("error_message")
            + facts.differences.map { $0.text("condition") } + facts.candidates.prefix(1).map { $0.text("code") }
        let words = Set(
            telling.joined(separator: " ").lowercased().split { !$0.isLetter }.map(String.init).filter { $0.count > 3 })
        return words.count { text.contains($0) }
    }
}
