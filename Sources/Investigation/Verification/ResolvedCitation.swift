import JSONValues
import ToolKit

/// What stands at the place a citation names.
struct ResolvedCitation {
    var citation: Citation
    var evidence: Evidence
    /// The section it points into; nil where it cites the evidence as a whole.
    var section: ToolOutput.Section?
    var table: ToolTable?
    /// The rows it picks.
    var rows: [[JSONValue]] = []
    var column: ToolTable.Column?
    /// The cell, where a row and a column are named.
    var cell: JSONValue?

    /// The cell's number and unit.
    var number: (value: Double, unit: Unit?)? {
        guard let column, let value = cell?.double else { return nil }
        return (value, Self.unit(of: column))
    }

    /// Whether outsiders can have written what is cited.
    var isUntrusted: Bool {
        if let column { return column.isUntrusted }
        if case .text = section?.content { return true }
        return table == nil
    }

    static func unit(of column: ToolTable.Column) -> Unit? {
        column.unit.flatMap { Unit($0) } ?? Unit(columnName: column.name)
    }

    /// Looks a citation up.
    ///
    /// - Throws: `Objection` where the place does not exist, is not clear, or holds something else.
    init(_ citation: Citation, in stored: [EvidenceID: Evidence]) throws(Objection) {
        guard let id = EvidenceID(citation.evidence), let evidence = stored[id] else {
            throw Objection("there is no evidence \(citation.evidence)")
        }
        self.citation = citation
        self.evidence = evidence
        section = try Self.section(citation, of: evidence)
        switch section?.content {
        case .table(let table):
            self.table = table
            try pick(from: table)
        case .text(let text): try Self.check(citation, text: text)
        case nil: try checkLoosely()
        }
    }

    private static func section(_ citation: Citation, of evidence: Evidence) throws(Objection) -> ToolOutput.Section? {
        let sections = evidence.output.sections
        if let name = citation.section {
            guard let found = sections.first(where: { $0.name == name }) else {
                let names = sections.map(\.name).joined(separator: ", ")
                throw Objection("\(evidence.id) has no section '\(name)'; it has \(names)")
            }
            return found
        }
        if let column = citation.column {
            let fitting = sections.filter {
                if case .table(let table) = $0.content { table.columns.contains { $0.name == column } } else { false }
            }
            guard let first = fitting.first else { throw Objection("\(evidence.id) has no column '\(column)'") }
            guard fitting.count == 1 else { throw Objection("say which section of \(evidence.id) has '\(column)'") }
            return first
        }
        return sections.count == 1 && (citation.row != nil || citation.line != nil) ? sections.first : nil
    }

    private mutating func pick(from table: ToolTable) throws(Objection) {
        rows = table.rows
        for (name, wanted) in citation.row ?? [:] {
            guard let index = table.columns.firstIndex(where: { $0.name == name }) else {
                throw Objection("\(evidence.id) has no column '\(name)' to pick a row by")
            }
            rows = rows.filter { Self.same($0[index], wanted) }
        }
        guard !rows.isEmpty else { throw Objection("no row of \(evidence.id) fits \(Self.shown(citation.row))") }
        guard let name = citation.column else { return try checkRowText() }
        guard let index = table.columns.firstIndex(where: { $0.name == name }) else {
            throw Objection("\(evidence.id) has no column '\(name)'")
        }
        column = table.columns[index]
        let cells = Set(rows.map { $0[index] })
        guard cells.count == 1, let only = cells.first else {
            throw Objection("\(rows.count) rows of \(evidence.id) fit; name the cells that pick one")
        }
        cell = only
        if let value = citation.value { try check(value, against: only) }
    }

    private func check(_ value: JSONValue, against cell: JSONValue) throws(Objection) {
        let name = column?.name ?? ""
        guard let number = cell.double else {
            guard (cell.string ?? cell.text).contains(value.string ?? value.text) else {
                throw Objection("\(name) of \(evidence.id) is \(cell.text), not \(value.text)")
            }
            return
        }
        let written = value.string.map { $0.filter { !$0.isWhitespace } }
        guard let cited = value.double ?? written.flatMap(Double.init) else {
            throw Objection("\(name) of \(evidence.id) is the number \(cell.text), not \(value.text)")
        }
        var unit: Unit?
        if let text = citation.unit {
            guard let known = Unit(text) else { throw Objection("the unit '\(text)' is unknown") }
            unit = known
        }
        let cellUnit = column.flatMap(Self.unit)
        if let unit, let cellUnit, unit.dimension != cellUnit.dimension {
            throw Objection("\(name) of \(evidence.id) is in \(column?.unit ?? "?"), not in \(citation.unit ?? "")")
        }
        guard Quantity(cited: cited, unit: unit).matches(number, in: cellUnit) else {
            throw Objection(
                "\(name) of \(evidence.id) is \(cell.text) \(column?.unit ?? ""), not \(value.text) \(citation.unit ?? "")"
            )
        }
    }

    /// Text that is cited from a row without a column must be in one of its cells.
    private func checkRowText() throws(Objection) {
        guard let value = citation.value else { return }
        let isThere = rows.joined().contains {
            Self.same($0, value) || ($0.string ?? "").contains(value.string ?? "\u{0}")
        }
        guard isThere else { throw Objection("\(value.text) does not stand in the cited row of \(evidence.id)") }
        if value.double != nil { throw Objection("name the column of \(value.text) in \(evidence.id)") }
    }

    private static func check(_ citation: Citation, text: String) throws(Objection) {
        let wanted = citation.value.map { EvidenceText.squeezed($0.string ?? $0.text) }
        if let line = citation.line {
            guard let content = EvidenceText.line(line, of: text) else {
                throw Objection("\(citation.evidence) has no line \(line)")
            }
            if let wanted, !EvidenceText.squeezed(String(content)).contains(wanted) {
                throw Objection("line \(line) of \(citation.evidence) does not say '\(wanted.prefix(80))'")
            }
        } else if let wanted, !EvidenceText.squeezed(text).contains(wanted) {
            throw Objection("\(citation.evidence) does not say '\(wanted.prefix(80))'")
        }
    }

    /// A citation of an evidence as a whole: its text, if any is cited, must stand somewhere in it.
    private func checkLoosely() throws(Objection) {
        guard let value = citation.value else { return }
        guard value.double == nil else {
            throw Objection("say in which section, row and column of \(evidence.id) \(value.text) stands")
        }
        guard EvidenceText(evidence).contains(value.string ?? value.text) else {
            throw Objection("\(evidence.id) does not say '\((value.string ?? value.text).prefix(80))'")
        }
    }

    static func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if left == right { return true }
        if let left = left.double, let right = right.double { return left == right }
        return (left.string ?? left.text) == (right.string ?? right.text)
    }

    private static func shown(_ row: [String: JSONValue]?) -> String { JSONValue.object(row ?? [:]).text }
}

/// Why a claim does not hold, in one sentence.
struct Objection: Error, Equatable {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
