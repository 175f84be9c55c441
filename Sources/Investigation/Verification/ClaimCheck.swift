import JSONValues
import Telemetry
import ToolKit

/// Holds what a sentence says against the places it cites.
struct ClaimCheck {
    let text: ClaimText
    let citations: [ResolvedCitation]
    let facts: Dossier.Facts
    let plan: InvestigationPlan
    let entities: Entities

    /// Everything that does not hold; empty where all does.
    func objections() -> [String] {
        numbers() + times() + names() + quotes() + identifiers() + sources() + DirectionCheck(self).objections()
            + WholeResultDirection(text: text, results: wholeResults, facts: facts).objections() + measures() + sides()
            + absence()
    }

    private func numbers() -> [String] {
        let cells = citations.compactMap(\.number)
        var allowed = cells
        // Many numbers give any other number by chance.
        if cells.count <= 12 { allowed += DerivedNumbers.of(cells) }
        for citation in citations {
            if let window = citation.evidence.output.window {
                allowed.append((Double(window.duration.wholeNanoseconds), Unit("ns")))
            }
            allowed += (citation.citation.row ?? [:]).values.compactMap { $0.double.map { ($0, nil) } }
        }
        let whole = WholeResultNumbers(text: text, results: wholeResults)
        return text.quantities.indices.compactMap { index in
            let quantity = text.quantities[index]
            if allowed.contains(where: { quantity.matches($0.value, in: $0.unit) }) || isName(quantity) { return nil }
            if whole.admits(index) { return nil }
            let there = cells + whole.nearest(index)
            let shown = text.words[quantity.position]
            guard !there.isEmpty else { return "the number \(shown) is not cited" }
            let list = there.map { "\($0.value)" }.joined(separator: ", ")
            return "the number \(shown) is not what the citations say (\(list))"
        }
    }

    /// An answer to a person cites whole results.
    private var wholeResults: [WholeResult] {
        guard plan.mode == .answer else { return [] }
        let subjects = NumberSubjects(text, entities)
        return citations.filter { $0.section == nil }.map {
            WholeResult(evidence: $0.evidence, text: text, subjects: subjects, entities: entities)
        }
    }

    /// A bare whole number that is part of a name: a status code, a port, a version in a cited cell or argument.
    private func isName(_ quantity: Quantity) -> Bool {
        guard quantity.unit == nil, let number = Int(exactly: quantity.value) else { return false }
        if wholeResults.contains(where: { $0.names(number) }) { return true }
        return citations.contains { citation in
            let cells = citation.citation.row == nil ? [] : citation.rows.flatMap { $0.compactMap(\.string) }
            return cells.contains { cell in
                cell.split { !($0.isNumber || $0 == ".") }.contains { $0 == "\(number)" }
            }
        }
    }

    private func times() -> [String] {
        guard !text.times.isEmpty else { return [] }
        let known = citedTimes + [facts.onset].compactMap(\.self)
        return text.times.compactMap { mention in
            if known.contains(where: mention.names) { return nil }
            return
                "the time \(text.words[mention.position].uppercased()) does not stand in the cited evidence or window"
        }
    }

    /// Times in cited cells, and the bounds of the windows that cited evidence covers.
    private var citedTimes: [Timestamp] {
        var times = wholeResults.flatMap(\.timeCells).flatMap { Self.time($0.0, $0.1) }
        for citation in citations {
            if let window = citation.evidence.output.window { times += [window.start, window.end] }
            if let cell = citation.cell { times += Self.time(cell, citation.column) }
            for row in citation.rows where citation.citation.row != nil {
                for (column, cell) in zip(citation.table?.columns ?? [], row) { times += Self.time(cell, column) }
            }
        }
        return times
    }

    static func time(_ cell: JSONValue, _ column: ToolTable.Column?) -> [Timestamp] {
        if let text = cell.string { return Timestamp(iso8601: text).map { [$0] } ?? [] }
        guard column?.unit == "utc", let number = cell.integer else { return [] }
        return [Timestamp(nanoseconds: number)]
    }

    private func names() -> [String] {
        var objections: [String] = []
        for mention in entities.mentions(in: text.text).sorted(by: { $0.name < $1.name }) {
            let kindCells = citations.flatMap { cells(of: mention.kind, in: $0) }
            if kindCells.contains(mention.name) { continue }
            // A name may also be of another kind (`cart` the service, `cart` the operation).
            let isOther = citations.contains { citation in
                citation.rows.joined().contains { $0.string == mention.name } && citation.citation.row != nil
            }
            if isOther { continue }
            if let other = kindCells.first {
                objections.append("it is about \(mention.name), but the cited rows are about \(other)")
            } else if !citations.contains(where: { EvidenceText($0.evidence).contains(mention.name) }) {
                objections.append("\(mention.name) does not occur in the cited evidence")
            }
        }
        return objections
    }

    /// The names of one kind in the rows that a citation picks.
    private func cells(of kind: Entities.Kind, in citation: ResolvedCitation) -> [String] {
        guard let table = citation.table else { return [] }
        let indices = table.columns.indices.filter { Entities.kind(of: table.columns[$0].name) == kind }
        return citation.rows.flatMap { row in indices.compactMap { row[$0].string } }
    }

    private func quotes() -> [String] {
        let texts = citations.map { EvidenceText($0.evidence) }
        return text.quotes.filter { quote in !texts.contains { $0.contains(quote) } }
            .map { "the quote '\($0.prefix(80))' does not stand in the cited evidence" }
    }

    private func identifiers() -> [String] {
        let texts = citations.map { EvidenceText($0.evidence) }
        return text.identifiers.filter { id in !texts.contains { $0.containsIgnoringCase(id) } }
            .map { "the id \($0) does not stand in the cited evidence" }
    }

    private func sources() -> [String] {
        text.sources.compactMap { source in
            let isThere = citations.contains { citation in
                guard EvidenceText(citation.evidence).contains(source.file) else { return false }
                return citation.evidence.output.sections.contains { section in
                    guard case .text(let text) = section.content else { return false }
                    return EvidenceText.line(source.line, of: text) != nil
                }
            }
            return isThere ? nil : "\(source.file):\(source.line) does not stand in the cited evidence"
        }
    }

    /// `no errors` needs a zero among the errors of whom it speaks, where they were counted.
    private func absence() -> [String] {
        guard let noun = text.absentNoun else { return [] }
        let stem = String(noun.prefix(noun.hasSuffix("s") ? noun.count - 1 : noun.count))
        let counts = wholeResults.flatMap { $0.counts(of: stem) }
        guard !counts.isEmpty, !counts.contains(0) else { return [] }
        return ["it says there were none, but the cited numbers are not zero"]
    }

    /// `p99` in the sentence and `p50` in the citation do not go together.
    private func measures() -> [String] {
        let known = ["p50", "p75", "p90", "p95", "p99", "p999"]
        let said = Set(text.words.filter { known.contains($0) })
        let columns = citations.compactMap(\.column?.name).map { $0.lowercased() }
        let cited = Set(
            known.filter { name in columns.contains { $0.split { $0 == "_" || $0 == "." }.contains { $0 == name } } })
        guard !said.isEmpty, !cited.isEmpty, said.isDisjoint(with: cited) else { return [] }
        return [
            "it speaks of \(said.sorted().joined(separator: ", ")) but cites \(cited.sorted().joined(separator: ", "))"
        ]
    }

    /// A single number said to be of the baseline must be cited from there, and the other way round.
    private func sides() -> [String] {
        let numeric = citations.filter { $0.number != nil }
        guard numeric.count == 1, let citation = numeric.first else { return [] }
        let said = ComparedSide(words: text.words)
        guard let said, let cited = ComparedSide(citation), said != cited else { return [] }
        return ["it speaks of the \(said.rawValue) but cites the \(cited.rawValue)"]
    }
}
