import JSONValues

/// Makes text from outside harmless to terminals, readers and models: what is seen is what is there.
public enum UntrustedText {
    /// Without escape sequences, control characters, direction overrides and invisible characters; cut at `limit`.
    public static func cleaned(_ text: String, limit: Int = .max) -> String {
        // Most text needs nothing; looking costs less than copying.
        let isPlain = text.utf8.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x09 }
        let clean = isPlain ? text : scrubbed(text)
        return clean.count > limit ? clean.prefix(limit) + "..." : clean
    }

    static func cleaned(_ output: ToolOutput) -> ToolOutput {
        var output = output
        output.notes = output.notes.map { cleaned($0) }
        for position in output.sections.indices {
            switch output.sections[position].content {
            case .text(let text): output.sections[position].content = .text(cleaned(text))
            case .table(var table):
                table.rows = table.rows.map { $0.map(cleaned) }
                output.sections[position].content = .table(table)
            }
        }
        return output
    }

    private static func cleaned(_ cell: JSONValue) -> JSONValue {
        guard let text = cell.string else { return cell }
        return .string(cleaned(text))
    }

    private static func scrubbed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" || scalar == "\u{9B}" {
                skipEscape(&scalars, afterControl: scalar == "\u{9B}")
            } else if isVisible(scalar) {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Skips a CSI sequence up to its final letter, an OSC or other string up to BEL or ST, or one character.
    private static func skipEscape(_ rest: inout Substring.UnicodeScalarView, afterControl: Bool) {
        let kind = afterControl ? "[" : rest.popFirst()
        switch kind {
        case "[":
            while let next = rest.popFirst(), !(0x40...0x7E).contains(next.value) {}
        case "]", "P", "^", "_", "X":
            while let next = rest.popFirst(), next != "\u{07}", next != "\u{9C}" {
                if next == "\u{1B}" {
                    if rest.first == "\\" { rest.removeFirst() }
                    return
                }
            }
        default: return
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" || scalar == "\t" { return true }
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: return false
        // Soft hyphen, joiners and marks of direction, word joiner and invisible operators, byte order mark.
        case 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F: return false
        case 0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: return false
        // Tags and variation selectors: whole sentences can hide in them.
        case 0xE0000...0xE0FFF, 0xF0000...0x10FFFF, 0x1D173...0x1D17A: return false
        case 0x2028, 0x2029: return false
        default: return true
        }
    }
}
