import Investigation
import JSONValues
import Telemetry
import ToolKit

/// A stored tool result as the page shows it: the exact call, and the first rows of each table.
struct EvidenceView {
    let evidence: Evidence

    private static let shownRows = 40
    private static let shownLines = 200

    var values: [String: Any] {
        let output = evidence.output
        return [
            "id": evidence.id.description, "tool": evidence.tool, "summary": output.summary,
            "arguments": evidence.arguments.isNull ? "" : evidence.arguments.prettyText, "backend": output.backend,
            "window": output.window.map { "\(PageText.utc($0.start)) to \(PageText.utc($0.end))" } ?? "no window",
            "taken": PageText.utc(evidence.takenAt), "hash": String(evidence.hash.prefix(16)),
            "rows": evidence.rowCount, "isComplete": output.isComplete, "notes": output.notes,
            "sections": output.sections.map(section),
        ]
    }

    private func section(_ section: ToolOutput.Section) -> [String: Any] {
        switch section.content {
        case .table(let table):
            let hidden = table.rows.count - Self.shownRows
            return [
                "section": section.name, "isTable": true, "columns": table.columns.map(column),
                "rows": table.rows.prefix(Self.shownRows).map { row($0, table.columns) },
                "hidden": hidden > 0 ? "\(hidden) more rows" : "",
            ]
        case .text(let text):
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let hidden = lines.count - Self.shownLines
            return [
                "section": section.name, "isTable": false,
                "text": lines.prefix(Self.shownLines).joined(separator: "\n"),
                "hidden": hidden > 0 ? "\(hidden) more lines" : "",
            ]
        }
    }

    private func column(_ column: ToolTable.Column) -> [String: Any] {
        ["name": column.name, "unit": column.unit ?? "", "tone": Self.isNumeric(column) ? "number" : "words"]
    }

    private func row(_ cells: [JSONValue], _ columns: [ToolTable.Column]) -> [String: Any] {
        let values = zip(cells, columns).map { cell, column in
            [
                "text": PageText.cell(cell), "tone": Self.isNumeric(column) ? "number" : "words",
                "trust": column.isUntrusted ? "outside" : "",
            ]
        }
        return ["cells": values]
    }

    private static func isNumeric(_ column: ToolTable.Column) -> Bool { column.unit != nil && column.unit != "utc" }
}
