import JSONValues

/// Gives every section a fair share of the cap; what one does not need goes to the next.
struct OutputFitting {
    let cap: OutputCap
    let evidence: String?
    private(set) var cut: [String] = []

    init(cap: OutputCap, evidence: String?) {
        self.cap = cap
        self.evidence = evidence
    }

    mutating func fit(_ sections: [ToolOutput.Section]) -> (tables: [JSONValue], texts: [JSONValue]) {
        var tables: [JSONValue] = []
        var texts: [JSONValue] = []
        var left = cap.bytes
        for (position, section) in sections.enumerated() {
            let share = left / (sections.count - position)
            switch section.content {
            case .table(let table):
                let (value, used) = fit(table, named: section.name, bytes: share)
                tables.append(value)
                left -= used
            case .text(let text):
                let shown = fit(text, named: section.name, bytes: share)
                texts.append(.object(["name": .string(section.name), "text": .string(shown)]))
                left -= shown.utf8.count
            }
        }
        return (tables, texts)
    }

    private mutating func fit(_ table: ToolTable, named name: String, bytes: Int) -> (JSONValue, Int) {
        var used = table.columns.reduce(0) { $0 + $1.name.utf8.count + 4 }
        var rows: [JSONValue] = []
        var shortened = 0
        for row in table.rows.prefix(cap.rows) {
            let cells = zip(table.columns, row).map { column, cell in
                shorten(cell, to: column.isUntrusted ? cap.untrustedCell : cap.cell, &shortened)
            }
            let size = JSONValue.array(cells).text.utf8.count + 1
            guard used + size <= bytes || rows.isEmpty else { break }
            used += size
            rows.append(.array(cells))
        }
        if rows.count < table.rows.count {
            cut.append("table \(name): \(rows.count) of \(table.rows.count) rows shown\(readFurther)")
        }
        if shortened > 0 { cut.append("table \(name): \(shortened) cells shortened") }
        return (.object(members(of: table, named: name, rows: rows)), used)
    }

    private func members(of table: ToolTable, named name: String, rows: [JSONValue]) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "name": .string(name), "rows": .array(rows), "columns": .array(table.columns.map { .string($0.name) }),
        ]
        let units = table.columns.compactMap { column in column.unit.map { (column.name, JSONValue.string($0)) } }
        if !units.isEmpty { members["units"] = .object(Dictionary(units, uniquingKeysWith: { first, _ in first })) }
        let untrusted = table.columns.filter(\.isUntrusted).map { JSONValue.string($0.name) }
        if !untrusted.isEmpty { members["untrusted"] = .array(untrusted) }
        return members
    }

    private mutating func fit(_ text: String, named name: String, bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var kept: [Substring] = []
        var used = 0
        for line in lines {
            guard used + line.utf8.count + 1 <= bytes else { break }
            used += line.utf8.count + 1
            kept.append(line)
        }
        if kept.isEmpty, let first = lines.first { kept.append(first.prefix(max(bytes, 200) / 4)) }
        cut.append("text \(name): \(kept.count) of \(lines.count) lines shown\(readFurther)")
        return kept.joined(separator: "\n")
    }

    private func shorten(_ cell: JSONValue, to limit: Int, _ count: inout Int) -> JSONValue {
        guard let text = cell.string, text.count > limit else { return cell }
        count += 1
        return .string(text.prefix(limit) + "...")
    }

    private var readFurther: String { evidence.map { "; read_evidence \($0) for the rest" } ?? "" }
}
