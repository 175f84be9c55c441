import JSONValues
import ToolKit
import TraceQueries

extension ToolTable {
    /// An answer as a tool's table.
    init(_ answer: QueryAnswer) {
        self.init(
            columns: answer.columns.map { Column($0.name, unit: $0.unit, isUntrusted: $0.isUntrusted) },
            rows: answer.rows.map { $0.map(JSONValue.init) })
    }
}

extension JSONValue {
    /// A cell of an answer.
    init(_ cell: AnswerCell) {
        switch cell {
        case .null: self = .null
        case .text(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .boolean(let flag): self = .boolean(flag)
        }
    }
}
