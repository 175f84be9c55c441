/// Writes a message in the Markdown of GitHub and GitLab; words from outside can mention, link, embed and command nothing.
struct MarkdownText {
    /// The words with a hidden marker at the end, at most `limit` Unicode scalars.
    static func render(_ report: ReportMessage, marker: String, limit: Int) -> String {
        let end = "\n---\n" + report.footer.map(inline).joined() + "\n" + marker + "\n"
        var text = ""
        for block in report.message.blocks {
            let piece = render(block)
            // Whole blocks only, so that no markup is cut in half.
            guard text.unicodeScalars.count + piece.unicodeScalars.count + end.unicodeScalars.count <= limit else {
                break
            }
            text += piece
        }
        return text + end
    }

    private static func render(_ block: Message.Block) -> String {
        switch block {
        case .heading(let words): "### \(words.map(inline).joined())\n\n"
        case .paragraph(let words): "\(words.map(inline).joined())\n\n"
        case .list(let items): items.map { "- \($0.map(inline).joined())\n" }.joined() + "\n"
        }
    }

    private static func inline(_ inline: Message.Inline) -> String {
        switch inline {
        case .text(let text): escaped(text)
        case .code(let text): "`\(text.replacing("`", with: "'"))`"
        case .label(let text): "**\(text)**"
        case .link(let words, let url): "[\(words)](\(url))"
        }
    }

    /// Backslashes take the meaning from markup; an invisible space takes it from mentions, references, bare links and
    /// GitLab's quick actions, which no backslash stops.
    static func escaped(_ text: String) -> String {
        var result = ""
        var before: Character?
        for character in text {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "(", ")", "!", "|", "~", "{", "}": result += "\\\(character)"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "@", "#", "$", "%", "^": result += "\(character)\u{200B}"
            case "/" where before == nil || before == "/" || before == ":": result += "\u{200B}/"
            case "." where before == "w" || before == "W": result += "\u{200B}."
            case "-" where before == "H" || before == "h": result += "-\u{200B}"
            case "-", "+",
                "=" where before == nil:
                result += "\\\(character)"
            default: result.append(character)
            }
            before = character
        }
        return result
    }
}
