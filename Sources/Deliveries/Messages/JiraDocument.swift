import JSONValues

/// Writes a message as an Atlassian document; its text nodes are literal, so words from outside stay words.
struct JiraDocument {
    /// The document with a last paragraph that names the report's key, at most `limit` characters of JSON.
    static func render(_ report: ReportMessage, reference: String, limit: Int) -> JSONValue {
        let end = paragraph(report.footer + [.text(" \(reference)")])
        var content: [JSONValue] = []
        var size = end.text.count + 100
        for block in report.message.blocks {
            let node = render(block)
            size += node.text.count + 1
            guard size <= limit else { break }
            content.append(node)
        }
        return ["type": "doc", "version": 1, "content": .array(content + [end])]
    }

    private static func render(_ block: Message.Block) -> JSONValue {
        switch block {
        case .heading(let words): ["type": "heading", "attrs": ["level": 3], "content": nodes(words)]
        case .paragraph(let words): paragraph(words)
        case .list(let items):
            [
                "type": "bulletList",
                "content": .array(items.map { ["type": "listItem", "content": [paragraph($0)]] }),
            ]
        }
    }

    private static func paragraph(_ words: [Message.Inline]) -> JSONValue {
        ["type": "paragraph", "content": nodes(words)]
    }

    /// Jira refuses empty text nodes and line breaks inside them.
    private static func nodes(_ words: [Message.Inline]) -> JSONValue {
        .array(
            words.compactMap { inline in
                switch inline {
                case .text(let text): text.isEmpty ? nil : ["type": "text", "text": .string(text)]
                case .code(let text): text.isEmpty ? nil : marked(text, ["type": "code"])
                case .label(let text): marked(text, ["type": "strong"])
                case .link(let words, let url): marked(words, ["type": "link", "attrs": ["href": .string(url)]])
                }
            })
    }

    private static func marked(_ text: String, _ mark: JSONValue) -> JSONValue {
        ["type": "text", "text": .string(text), "marks": [mark]]
    }
}
