import Telemetry

/// What a claim's sentence says that can be checked.
struct ClaimText {
    let text: String
    private(set) var quantities: [Quantity] = []
    private(set) var times: [TimeMention] = []
    /// What stands between double quotes or backticks.
    private(set) var quotes: [String] = []
    /// Trace, span and commit ids.
    private(set) var identifiers: [String] = []
    private(set) var sources: [SourceMention] = []
    /// Words in order, without punctuation; the places of quantities count these.
    private(set) var tokens: [String] = []
    /// The same in lower case.
    private(set) var words: [String] = []

    /// `file:line`.
    struct SourceMention: Equatable {
        var file: String
        var line: Int
    }

    init(_ text: String) {
        self.text = text
        let plain = takeQuotes(from: text)
        var isApproximate = false
        let tokens = Self.tokens(of: plain)
        for (position, token) in tokens.enumerated() {
            let word = token.lowercased()
            self.tokens.append(String(token))
            words.append(word)
            if let time = TimeMention(token, position: position) {
                times.append(time)
            } else if let source = Self.source(token) {
                sources.append(source)
            } else if Self.isIdentifier(token) {
                identifiers.append(token.lowercased())
            } else if var quantity = Self.quantity(token, next: position + 1 < tokens.count ? tokens[position + 1] : "")
            {
                quantity.position = position
                quantity.isApproximate = quantity.isApproximate || isApproximate
                quantities.append(quantity)
            }
            isApproximate = Self.approximations.contains(word)
        }
        shareUnits()
    }

    func says(_ candidates: Set<String>) -> Bool { words.contains { candidates.contains($0) } }

    /// What the sentence says there was none of (`no errors`).
    var absentNoun: String? {
        let nouns: Set = ["errors", "error", "requests", "spans", "calls", "exceptions", "traces", "failures"]
        return zip(words, words.dropFirst()).first { ["no", "zero"].contains($0) && nouns.contains($1) }?.1
    }

    /// In `from 120 to 840 ms` the first number has the unit of the second.
    private mutating func shareUnits() {
        for index in quantities.indices.dropLast() where quantities[index].unit == nil {
            let next = quantities[index + 1]
            let between = words[quantities[index].position..<next.position].dropFirst()
            if between.count == 1, ["to", "and", "or", "->", "→", "vs"].contains(between.first ?? "") {
                quantities[index].unit = next.unit
            }
        }
    }

    private static let approximations: Set<String> = [
        "about", "around", "roughly", "nearly", "almost", "approximately", "some", "over", "under", "~",
    ]

    private mutating func takeQuotes(from text: String) -> String {
        var plain = ""
        var rest = text[...]
        while let open = rest.firstIndex(where: { "\"`“".contains($0) }) {
            let closing: Character = rest[open] == "“" ? "”" : rest[open]
            let start = rest.index(after: open)
            guard let close = rest[start...].firstIndex(of: closing) else { break }
            plain += rest[..<open] + " \u{1} "
            if close > start { quotes.append(String(rest[start..<close])) }
            rest = rest[rest.index(after: close)...]
        }
        return plain + rest
    }

    private static func tokens(of text: String) -> [Substring] {
        let edges: Set<Character> = ["(", ")", "[", "]", "{", "}", "!", "?", ";", ",", ".", ":", "'", "\u{1}"]
        return text.split { $0.isWhitespace || "()[]{};".contains($0) }.compactMap { token in
            var token = token
            while let first = token.first, edges.contains(first) { token.removeFirst() }
            while let last = token.last, edges.contains(last) { token.removeLast() }
            if token.hasSuffix("'s") { token = token.dropLast(2) }
            return token.isEmpty ? nil : token
        }
    }

    private static func quantity(_ token: Substring, next: Substring) -> Quantity? {
        var digits = token
        var isApproximate = false
        while let first = digits.first, "~≈<>±+$".contains(first) {
            isApproximate = isApproximate || "~≈".contains(first)
            digits.removeFirst()
        }
        let end = digits.firstIndex { !($0.isASCII && ($0.isNumber || ".,-".contains($0))) } ?? digits.endIndex
        guard let first = digits.first, first.isNumber || first == "-",
            var quantity = Quantity(digits: digits[..<end])
        else { return nil }
        let suffix = digits[end...]
        if suffix.isEmpty {
            quantity.unit = Unit(next)
        } else if let unit = Unit(suffix) {
            quantity.unit = unit
        } else {
            return nil
        }
        quantity.isApproximate = isApproximate
        return quantity
    }

    private static func isIdentifier(_ token: Substring) -> Bool {
        guard token.count >= 7, token.count <= 64, token.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
            return false
        }
        return token.contains(where: \.isLetter) && token.contains(where: \.isNumber)
    }

    private static func source(_ token: Substring) -> SourceMention? {
        guard let colon = token.lastIndex(of: ":"), let line = Int(token[token.index(after: colon)...]) else {
            return nil
        }
        let file = token[..<colon]
        guard let dot = file.lastIndex(of: "."), file[dot...].count > 1, file.contains(where: \.isLetter) else {
            return nil
        }
        return SourceMention(file: String(file), line: line)
    }
}
