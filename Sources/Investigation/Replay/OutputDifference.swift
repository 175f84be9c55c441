public import JSONValues
public import ToolKit

/// How a tool's answer differs from the one that was stored: in cells, rows and lines, which a hash cannot tell.
public struct OutputDifference: Sendable, Equatable {
    /// A cell that holds something else now.
    public struct Cell: Sendable, Equatable {
        public var section: String
        /// The names that tell the row from its siblings, such as `checkout, POST /orders`.
        public var row: String
        public var column: String
        public var before: JSONValue
        public var after: JSONValue
    }

    public private(set) var cells: [Cell] = []
    public private(set) var addedRows = 0
    public private(set) var removedRows = 0
    /// Lines of text that stand only in one of the two.
    public private(set) var changedLines = 0
    /// Tables and texts that only one of the two has.
    public private(set) var sections: [String] = []
    /// Whether the summary or the notes say something else.
    public private(set) var hasOtherWords = false

    /// Compares two answers to the same call.
    public init(from before: ToolOutput, to after: ToolOutput) {
        for section in before.sections {
            guard let other = after.sections.first(where: { $0.name == section.name }) else {
                sections.append(section.name)
                continue
            }
            switch (section.content, other.content) {
            case (.table(let old), .table(let new)): compare(section.name, old, new)
            case (.text(let old), .text(let new)): compare(old, new)
            default: sections.append(section.name)
            }
        }
        let known = Set(before.sections.map(\.name))
        sections += after.sections.map(\.name).filter { !known.contains($0) }
        hasOtherWords =
            Self.words(before.summary) != Self.words(after.summary)
            || before.notes.map(Self.words) != after.notes.map(Self.words)
    }

    /// Whether both say the same; the order of rows does not matter.
    public var isEmpty: Bool { isSameNumbers && addedRows == 0 && removedRows == 0 && !hasOtherWords }

    private var isSameNumbers: Bool { cells.isEmpty && changedLines == 0 && sections.isEmpty }

    /// The difference in a few words, such as `the same numbers, 3 more rows`.
    public var words: String {
        if isEmpty { return "the same" }
        var parts: [String] = []
        if isSameNumbers { parts.append("the same numbers") }
        if !cells.isEmpty { parts.append(cells.count == 1 ? "1 cell differs" : "\(cells.count) cells differ") }
        if changedLines > 0 { parts.append("\(changedLines) lines of text differ") }
        if !sections.isEmpty { parts.append("only one has \(sections.joined(separator: ", "))") }
        if addedRows > 0 { parts.append("\(addedRows) more row\(addedRows == 1 ? "" : "s")") }
        if removedRows > 0 { parts.append("\(removedRows) row\(removedRows == 1 ? "" : "s") gone") }
        if parts == ["the same numbers"] { parts.append("other words") }
        return parts.joined(separator: ", ")
    }

    private mutating func compare(_ section: String, _ before: ToolTable, _ after: ToolTable) {
        guard before.columns.map(\.name) == after.columns.map(\.name) else {
            sections.append(section)
            return
        }
        let (old, new) = RowKeys.rows(of: before, and: after)
        for (key, row) in old.sorted(by: { $0.key < $1.key }) {
            guard let other = new[key] else {
                removedRows += 1
                continue
            }
            for (index, column) in before.columns.enumerated() where !Self.same(row[index], other[index]) {
                cells.append(
                    Cell(section: section, row: key, column: column.name, before: row[index], after: other[index]))
            }
        }
        addedRows += new.keys.count { old[$0] == nil }
    }

    private mutating func compare(_ before: String, _ after: String) {
        let (old, new) = (before.split(separator: "\n"), after.split(separator: "\n"))
        changedLines += new.difference(from: old).count
    }

    /// A text without what tells of the work alone: how many rows were scanned grows with every row that comes in.
    private static func words(_ text: String) -> [Substring] {
        var words = text.split(separator: " ")
        for place in words.indices where words[place].hasPrefix("scanned") {
            for before in [place - 1, place - 2] where before >= 0 && Int(words[before]) != nil { words[before] = "" }
        }
        return words
    }

    /// Numbers that were summed in another order are the same.
    private static func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if left == right { return true }
        guard let left = left.double, let right = right.double else { return false }
        return abs(left - right) <= 1e-9 * max(abs(left), abs(right))
    }
}

/// Names for the rows of two tables of the same columns, so that a row can be found again in the other one.
private enum RowKeys {
    typealias Rows = [String: [JSONValue]]

    /// By the cells that are no numbers, where these tell the rows of both tables apart; else by position.
    static func rows(of left: ToolTable, and right: ToolTable) -> (Rows, Rows) {
        let all = left.rows + right.rows
        let names = left.columns.indices.filter { index in
            left.columns[index].unit == "utc" || all.contains { $0[index].string != nil }
        }
        func byName(_ table: ToolTable) -> Rows? {
            let keys = table.rows.map { row in names.map { row[$0].string ?? row[$0].text }.joined(separator: ", ") }
            guard Set(keys).count == keys.count else { return nil }
            return Dictionary(zip(keys, table.rows), uniquingKeysWith: { first, _ in first })
        }
        if let left = byName(left), let right = byName(right) { return (left, right) }
        return (byPosition(left), byPosition(right))
    }

    private static func byPosition(_ table: ToolTable) -> Rows {
        let keys = table.rows.indices.map { "row \($0 + 1)" }
        return Dictionary(zip(keys, table.rows), uniquingKeysWith: { first, _ in first })
    }
}
