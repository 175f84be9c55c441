import Glibc
import SpanSources
import Telemetry

/// One cell of an answer.
public enum AnswerCell: Hashable, Sendable {
    case null
    case text(String)
    case integer(Int64)
    /// Rounded to six significant digits, so that the same data always gives the same text.
    case number(Double)
    case boolean(Bool)

    /// The cell as text; empty for null.
    public var text: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .boolean(let flag): String(flag)
        }
    }

    /// The cell as a number, where it is one.
    public var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .text, .boolean: nil
        }
    }

    /// A number in a column's unit: durations come in nanoseconds and leave in milliseconds, whole numbers stay whole.
    init(_ number: Double, in unit: String?) {
        switch unit {
        case "utc": self = .text(Timestamp(nanoseconds: Int64(number)).description)
        case "ms": self = .number(Self.rounded(number / 1e6))
        default:
            if let whole = Int64(exactly: number) {
                self = .integer(whole)
            } else {
                self = .number(Self.rounded(number))
            }
        }
    }

    /// The value of an attribute.
    init(_ value: AttributeValue) {
        switch value {
        case .string(let text), .composite(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .double(let number): self.init(number, in: nil)
        case .boolean(let flag): self = .boolean(flag)
        }
    }

    /// Six significant digits.
    public static func rounded(_ number: Double) -> Double {
        guard number.isFinite, number != 0 else { return number }
        let places = 5 - Int(log10(number.magnitude).rounded(.down))
        let factor = pow(10, Double(places.magnitude))
        return places >= 0 ? (number * factor).rounded() / factor : (number / factor).rounded() * factor
    }

    /// The cells of one column of a table.
    static func cells(of table: ResultTable, _ name: String, _ column: AnswerColumn) -> [AnswerCell] {
        guard let values = table[name]?.values else { return Array(repeating: .null, count: table.rowCount) }
        switch values {
        case .strings(let cells): return cells.map { $0.map(AnswerCell.text) ?? .null }
        case .booleans(let cells): return cells.map { $0.map(AnswerCell.boolean) ?? .null }
        case .doubles(let cells): return cells.map { $0.map { AnswerCell($0, in: column.unit) } ?? .null }
        case .integers(let cells):
            guard column.unit == "utc" || column.unit == "ms" else {
                return cells.map { $0.map(AnswerCell.integer) ?? .null }
            }
            return cells.map { cell in
                guard let cell else { return .null }
                return column.unit == "utc"
                    ? .text(Timestamp(nanoseconds: cell).description) : AnswerCell(Double(cell), in: "ms")
            }
        }
    }
}
