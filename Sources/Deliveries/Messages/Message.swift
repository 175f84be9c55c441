import ToolKit

/// What is said at a destination, before it has the destination's markup.
struct Message: Sendable, Equatable {
    var blocks: [Block]

    enum Block: Sendable, Equatable {
        case heading([Inline])
        case paragraph([Inline])
        case list([[Inline]])
    }

    /// Words and how they are meant. Only `label` and `link` are words of whyd; the rest comes from outside.
    enum Inline: Sendable, Equatable {
        case text(String)
        case code(String)
        case label(String)
        case link(words: String, url: String)
    }
}

extension Message.Inline {
    /// Text from outside in one line, without anything invisible, cut at `limit` characters.
    static func outside(_ text: String, limit: Int = 500) -> Self { .text(Self.oneLine(text, limit)) }

    /// A name from outside, such as a version, a commit or a file.
    static func name(_ text: String, limit: Int = 200) -> Self { .code(Self.oneLine(text, limit)) }

    private static func oneLine(_ text: String, _ limit: Int) -> String {
        // Cut before and after: what is cleaned away may be most of it, and what is left must not take long to clean.
        let words = UntrustedText.cleaned(String(text.prefix(limit * 4))).split { $0.isWhitespace || $0.isNewline }
        let line = words.joined(separator: " ")
        return line.count > limit ? line.prefix(limit) + "…" : line
    }
}
