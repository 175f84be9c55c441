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
            + measures() + sides()
    }

    private func numbers() -> [String] {
        let loose = plan.mode == .answer ? citations.flatMap(looseNumbers) : []
        let cells = citations.compactMap(\.number) + loose
        var allowed = cells
        // Many numbers give any other number by chance.
        if cells.count <= 12 { allowed += DerivedNumbers.of(cells) }
        for citation in citations {
            if let window = citation.evidence.output.window {
                allowed.append((Double(window.duration.wholeNanoseconds), Unit("ns")))
            }
            allowed += (citation.citation.row ?? [:]).values.compactMap { $0.double.map { ($0, nil) } }
        }
        return text.quantities.compactMap { quantity in
            if allowed.contains(where: { quantity.matches($0.value, in: $0.unit) }) || isName(quantity) { return nil }
            let shown = text.words[quantity.position]
            guard !cells.isEmpty else { return "the number \(shown) is not cited" }
            let there = cells.map { "\($0.value)" }.joined(separator: ", ")
            return "the number \(shown) is not what the citations say (\(there))"
        }
    }

    /// An answer to a person cites whole results: the numbers of the rows and columns that its sentence speaks of.
    private func looseNumbers(_ citation: ResolvedCitation) -> [(value: Double, unit: Unit?)] {
        guard citation.section == nil else { return [] }
        let mentions = entities.mentions(in: text.text)
        return citation.evidence.output.sections.flatMap { section -> [(value: Double, unit: Unit?)] in
            guard case .table(let table) = section.content else { return [] }
            let columns = spokenOf(table.columns)
            return table.rows.filter { isAbout(mentions, $0, table) }.flatMap { row in
                columns.compactMap { index in
                    row[index].double.map { ($0, ResolvedCitation.unit(of: table.columns[index])) }
                }
            }
        }
    }

    /// Columns of the quantile that is named; all where none is.
    private func spokenOf(_ columns: [ToolTable.Column]) -> [Int] {
        let quantiles = text.words.filter { ["p50", "p75", "p90", "p95", "p99", "p999"].contains($0) }
        let named = columns.indices.filter { index in
            quantiles.contains { columns[index].name.lowercased().contains($0) }
        }
        return named.isEmpty ? Array(columns.indices) : named
    }

    /// Whether no cell of a row names another service, operation or build than the sentence does.
    private func isAbout(_ mentions: Set<Entities.Mention>, _ row: [JSONValue], _ table: ToolTable) -> Bool {
        table.columns.indices.allSatisfy { index in
            guard let kind = Entities.kind(of: table.columns[index].name), let name = row[index].string else {
                return true
            }
            let named = mentions.filter { $0.kind == kind }
            return named.isEmpty || named.contains { $0.name == name }
        }
    }

    /// A bare whole number that is part of a name: a status code, a port, a version in a cited cell or argument.
    private func isName(_ quantity: Quantity) -> Bool {
        guard quantity.unit == nil, let number = Int(exactly: quantity.value) else { return false }
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
        var times: [Timestamp] = []
        for citation in citations {
            if let window = citation.evidence.output.window { times += [window.start, window.end] }
            if let cell = citation.cell { times += Self.time(cell, citation.column) }
            for row in citation.rows where citation.citation.row != nil {
                for (column, cell) in zip(citation.table?.columns ?? [], row) { times += Self.time(cell, column) }
            }
        }
        return times
    }

    private static func time(_ cell: JSONValue, _ column: ToolTable.Column?) -> [Timestamp] {
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
