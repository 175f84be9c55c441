/// Parts text that opens with `<think>…</think>` into thinking and answer, however the stream cuts the tags.
struct ThinkTags: Sendable {
    private enum Place { case start, thinking, answer }

    private static let open = "<think>"
    private static let close = "</think>"

    /// The answer so far.
    private(set) var text = ""
    private(set) var thinking = ""
    private var place = Place.start
    /// What may be the beginning of a tag.
    private var held = ""

    /// Takes more text and says what to show.
    mutating func take(_ more: String) -> [ModelDelta] {
        guard !more.isEmpty else { return [] }
        held += more
        var deltas: [ModelDelta] = []
        if place == .start { findOpening() }
        if place == .thinking { deltas += takeThinking() }
        if place == .answer { deltas += takeAnswer() }
        return deltas
    }

    /// Nothing more comes: what was held back is what it looks like.
    mutating func finish() -> [ModelDelta] {
        guard !held.isEmpty else { return [] }
        if place == .thinking {
            defer { held = "" }
            thinking += held
            return [.thinking(held)]
        }
        place = .answer
        return takeAnswer()
    }

    private mutating func findOpening() {
        let start = held.drop(while: \.isWhitespace)
        if start.hasPrefix(Self.open) {
            held = String(start.dropFirst(Self.open.count))
            place = .thinking
        } else if !Self.open.hasPrefix(start) {
            place = .answer
        }
    }

    private mutating func takeThinking() -> [ModelDelta] {
        if let end = held.firstRange(of: Self.close) {
            let words = String(held[..<end.lowerBound])
            held = String(held[end.upperBound...].drop(while: \.isWhitespace))
            place = .answer
            thinking += words
            return words.isEmpty ? [] : [.thinking(words)]
        }
        let kept = Self.longestEnd(of: held, that: Self.close)
        let words = String(held.dropLast(kept))
        held = String(held.suffix(kept))
        thinking += words
        return words.isEmpty ? [] : [.thinking(words)]
    }

    private mutating func takeAnswer() -> [ModelDelta] {
        if text.isEmpty { held = String(held.drop(while: { $0.isNewline && !thinking.isEmpty })) }
        defer { held = "" }
        text += held
        return held.isEmpty ? [] : [.text(held)]
    }

    /// How many characters at the end of a text may be the beginning of a tag.
    private static func longestEnd(of text: String, that tag: String) -> Int {
        for length in stride(from: min(tag.count - 1, text.count), to: 0, by: -1)
        where tag.hasPrefix(text.suffix(length)) {
            return length
        }
        return 0
    }
}
