import JSONValues
import ToolKit

/// Everything an evidence says, as one text to look things up in.
struct EvidenceText {
    private let text: String

    init(_ evidence: Evidence) {
        var parts = [evidence.output.summary, evidence.arguments.text, evidence.tool] + evidence.output.notes
        for section in evidence.output.sections {
            parts.append(section.name)
            switch section.content {
            case .text(let text): parts.append(text)
            case .table(let table):
                parts += table.columns.map(\.name)
                for row in table.rows { parts += row.map { $0.string ?? $0.text } }
            }
        }
        text = Self.squeezed(parts.joined(separator: "\u{1F}"))
    }

    /// Whether some text stands in it, blanks aside.
    func contains(_ wanted: String) -> Bool { text.contains(Self.squeezed(wanted)) }

    /// Whether it stands there in any case of letters; for ids.
    func containsIgnoringCase(_ wanted: String) -> Bool { text.lowercased().contains(wanted.lowercased()) }

    /// Runs of blanks become one.
    static func squeezed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The line that carries a number in front (`42: code`, `42| code`, `  42  code`).
    static func line(_ number: Int, of text: String) -> Substring? {
        for line in text.split(separator: "\n") {
            let trimmed = line.drop { $0 == " " || $0 == ">" || $0 == "+" || $0 == "-" }
            let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
            guard Int(digits) == number, let next = trimmed.dropFirst(digits.count).first,
                !next.isLetter, next != "."
            else { continue }
            return trimmed.dropFirst(digits.count + 1)
        }
        return nil
    }
}
