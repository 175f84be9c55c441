/// The sentences of an answer that cite evidence (`... [E3].`), as claims.
struct AnswerClaims {
    private(set) var claims: [Claim] = []

    init(_ text: String) {
        for sentence in Self.sentences(of: text) {
            var rest = sentence[...]
            var plain = ""
            var ids: [String] = []
            while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
                let inside = rest[rest.index(after: open)..<close]
                let cited = inside.split { ", ;".contains($0) }.compactMap { EvidenceID($0) }
                plain += cited.isEmpty ? String(rest[...close]) : String(rest[..<open])
                ids += cited.map(\.description)
                rest = rest[rest.index(after: close)...]
            }
            let text = Self.tidied(plain + rest)
            // A heading over a table (`The slowest operations [E4]:`) states nothing.
            guard !ids.isEmpty, !text.hasSuffix(":") else { continue }
            claims.append(Claim(text: text, kind: .observed, citations: ids.map { Citation(evidence: $0) }))
        }
    }

    /// The words without the gaps that the citations left.
    private static func tidied(_ text: some StringProtocol) -> String {
        var tidied = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for mark in [".", ",", ";", ":", "!", "?"] { tidied = tidied.replacing(" \(mark)", with: mark) }
        return tidied
    }

    private static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        let characters = Array(text)
        for (position, character) in characters.enumerated() {
            current.append(character)
            let next = position + 1 < characters.count ? characters[position + 1] : "\n"
            if character == "\n" || (".!?".contains(character) && next.isWhitespace) {
                sentences.append(current)
                current = ""
            }
        }
        sentences.append(current)
        return sentences.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
