import ToolKit

/// Makes text from outside inert in Markdown: it shows as it is and does nothing.
public enum MarkdownText {
    /// Text for a line: no markup, no HTML, no links, no mentions, no references, no commands.
    public static func inert(_ text: String) -> String {
        let clean = UntrustedText.cleaned(text)
        var result = ""
        var previous: Character = " "
        for character in clean {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~":
                result += "\\" + String(character)
            case "\n", "\t": result += " "
            case "@", "#":
                // A zero-width space keeps `@name` and `#12` from becoming a mention or a reference.
                result += String(character) + "\u{200B}"
            case "!" where previous == "!" || previous == " ": result += "\\!"
            case "/" where previous == " " && result.allSatisfy(\.isWhitespace): result += "\\/"
            case ":" where hasScheme(result): result += ":\u{200B}"
            default: result.append(character)
            }
            previous = character
        }
        return startsBlock(result) ? "\\" + result : result
    }

    /// Text as inline code; safe from markup by a fence longer than any run of backticks in it.
    public static func code(_ text: String) -> String {
        let clean = UntrustedText.cleaned(text).split(whereSeparator: \.isNewline).joined(separator: " ")
        let fence = String(repeating: "`", count: longestRun(of: "`", in: clean) + 1)
        let pad = clean.hasPrefix("`") || clean.hasSuffix("`") ? " " : ""
        return clean.isEmpty ? "" : "\(fence)\(pad)\(clean)\(pad)\(fence)"
    }

    /// Text as a block of code.
    public static func block(_ text: String, language: String = "") -> String {
        let clean = UntrustedText.cleaned(text)
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: clean) + 1))
        return "\(fence)\(language)\n\(clean)\n\(fence)"
    }

    private static func hasScheme(_ text: String) -> Bool {
        ["http", "https", "javascript", "data", "mailto", "ftp", "file"].contains { text.lowercased().hasSuffix($0) }
    }

    /// A heading, a list or a number with a dot would begin a block of its own.
    private static func startsBlock(_ text: String) -> Bool {
        guard let first = text.first else { return false }
        return first == "-" || first == "+" || first == "="
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var (longest, current) = (0, 0)
        for next in text {
            current = next == character ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
