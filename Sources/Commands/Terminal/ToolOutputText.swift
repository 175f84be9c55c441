import JSONValues
import ToolKit

/// A tool's output as people read it in a terminal.
struct ToolOutputText {
    let output: ToolOutput

    init(_ output: ToolOutput) { self.output = output }

    /// The summary, each section under its name, and the notes.
    var text: String {
        var lines = output.summary + "\n"
        for section in output.sections {
            lines += "\n\(section.name.replacing("_", with: " "))\n"
            switch section.content {
            case .table(let table): lines += Self.table(table)
            case .text(let text): lines += text + "\n"
            }
        }
        if !output.notes.isEmpty { lines += "\n" + output.notes.map { "\($0)\n" }.joined() }
        return lines
    }

    private static func table(_ table: ToolTable) -> String {
        var text = TextTable(
            headers: table.columns.map { column in
                let name = column.name.replacing("_", with: " ")
                return column.unit.map { $0 == "count" ? name : "\(name) (\($0))" } ?? name
            })
        for row in table.rows { text.add(row.map(cell)) }
        return text.text.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: "-"
        case .string(let text): text.replacing("\n", with: " ")
        default: value.text
        }
    }
}
