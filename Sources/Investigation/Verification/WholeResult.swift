import JSONValues
import ToolKit

/// The numbers of a result that is cited as a whole, as far as one number of a sentence can mean them: cells of the
/// rows and columns that the sentence speaks of, and numbers in the result's own words.
struct WholeResult {
    let evidence: Evidence
    let text: ClaimText
    let subjects: NumberSubjects
    let entities: Entities

    /// Cells that a number of the sentence may mean.
    func cells(for quantity: Int) -> [NumberCell] {
        tables.flatMap { section, table in
            let columns = spokenOf(table.columns)
            return table.rows.filter { isAbout($0, table, quantity) }.flatMap { row in
                columns.compactMap { index in
                    row[index].double.map {
                        NumberCell(
                            value: $0, unit: ResolvedCitation.unit(of: table.columns[index]),
                            section: section, column: table.columns[index].name, row: row)
                    }
                }
            }
        }
    }

    /// Whether its own words say a number: its summary, its notes, what the call filtered by, or a line of text that
    /// speaks of nothing else than the sentence does.
    func says(_ quantity: Int) -> Bool {
        let wanted = text.quantities[quantity]
        let own = [evidence.output.summary] + evidence.output.notes + Self.filters(in: evidence.arguments)
        if own.contains(where: { Self.text($0, says: wanted) }) { return true }
        return evidence.output.sections.contains { section in
            guard case .text(let content) = section.content else { return false }
            return content.split(separator: "\n").contains { line in
                Self.text(String(line), says: wanted)
                    && subjects.admit(entities.mentions(in: String(line)), for: quantity)
            }
        }
    }

    /// Whether a whole number is part of a name in it: `status_code = 500`, `build 42`.
    func names(_ number: Int) -> Bool {
        tables.contains { _, table in
            table.rows.joined().contains { cell in
                cell.string.map { text in
                    text.split { !($0.isNumber || $0 == ".") }.contains { $0 == "\(number)" }
                } ?? false
            }
        }
    }

    /// Time cells of the rows that the sentence speaks of.
    var timeCells: [(JSONValue, ToolTable.Column)] {
        tables.flatMap { _, table in
            table.rows.filter { isAbout($0, table, nil) }.flatMap { Array(zip($0, table.columns)) }
        }
    }

    /// Counts of something (`errors`) in the rows that the sentence speaks of.
    func counts(of stem: String) -> [Double] {
        tables.flatMap { _, table in
            let columns = table.columns.indices.filter { table.columns[$0].name.lowercased().contains(stem) }
            return table.rows.filter { isAbout($0, table, nil) }.flatMap { row in columns.compactMap { row[$0].double }
            }
        }
    }

    var tables: [(section: String, table: ToolTable)] {
        evidence.output.sections.compactMap { section in
            if case .table(let table) = section.content { (section.name, table) } else { nil }
        }
    }

    /// All columns, without those of a quantile that is not the one the sentence names, and, where it states a single
    /// number, without those of the other side (`baseline`, `window`).
    func spokenOf(_ columns: [ToolTable.Column]) -> [Int] {
        let quantiles = ["p50", "p75", "p90", "p95", "p99", "p999"]
        let named = Set(text.words).intersection(quantiles)
        let side = text.quantities.count == 1 ? ComparedSide(words: text.words) : nil
        return columns.indices.filter { index in
            let words = columns[index].name.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
            let own = Set(words).intersection(quantiles)
            guard named.isEmpty || own.isEmpty || !own.isDisjoint(with: named) else { return false }
            guard let side, let other = ComparedSide(names: [columns[index].name]) else { return true }
            return side == other
        }
    }

    /// Whether no cell of a row names another service, operation or build than the sentence does.
    func isAbout(_ row: [JSONValue], _ table: ToolTable, _ quantity: Int?) -> Bool {
        var named: Set<Entities.Mention> = []
        for index in table.columns.indices {
            guard let kind = Entities.kind(of: table.columns[index].name), let name = row[index].string else {
                continue
            }
            named.insert(Entities.Mention(name: name, kind: kind))
        }
        return subjects.admit(named, for: quantity)
    }

    private static func text(_ text: String, says wanted: Quantity) -> Bool {
        ClaimText(text).quantities.contains { wanted.matches($0.value, in: $0.unit) }
    }

    /// Strings of a call's arguments, such as TraceQL and values to compare with.
    private static func filters(in arguments: JSONValue) -> [String] {
        if let text = arguments.string { return [text] }
        let nested = (arguments.array ?? []) + (arguments.object.map { Array($0.values) } ?? [])
        return nested.flatMap(filters)
    }
}

/// A number of a table, and where it stands.
struct NumberCell {
    var value: Double
    var unit: Unit?
    var section: String
    var column: String
    var row: [JSONValue]
}
