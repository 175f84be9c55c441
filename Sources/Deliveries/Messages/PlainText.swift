/// Writes a message without any markup.
struct PlainText {
    /// The words, cut at `limit` characters before the end, which is always kept whole.
    static func render(_ report: ReportMessage, end: String, limit: Int) -> String {
        let end = "\n" + report.footer.map(inline).joined() + "\n" + end
        let words = report.message.blocks.map(render).joined(separator: "\n")
        let room = max(0, limit - end.unicodeScalars.count - 1)
        guard words.unicodeScalars.count > room else { return words + end }
        return String(String.UnicodeScalarView(words.unicodeScalars.prefix(room))) + "…" + end
    }

    static func render(_ block: Message.Block) -> String {
        switch block {
        case .heading(let words), .paragraph(let words): words.map(inline).joined() + "\n"
        case .list(let items): items.map { "- \($0.map(inline).joined())\n" }.joined()
        }
    }

    static func inline(_ inline: Message.Inline) -> String {
        switch inline {
        case .text(let text), .code(let text), .label(let text): text
        case .link(let words, let url): "\(words): \(url)"
        }
    }
}
