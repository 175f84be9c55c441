/// Text with named holes, `{{name}}`, and front matter that declares them.
public struct Prompt: Sendable, Equatable {
    public let name: String
    /// What it is for; from the front matter.
    public let purpose: String
    /// The holes it declares; exactly these occur in the body.
    public let holes: [String]
    /// The text after the front matter.
    public let body: String

    /// Reads a prompt: `---`, `purpose:` and `holes:` lines, `---`, body.
    ///
    /// - Throws: `PromptError` where the front matter is missing or does not name exactly the holes of the body.
    public init(name: String, text: String) throws(PromptError) {
        let matter = try FrontMatter(text, of: "prompt '\(name)'")
        guard let purpose = matter.fields["purpose"], matter.fields["holes"] != nil else {
            throw PromptError(message: "prompt '\(name)': front matter needs 'purpose:' and 'holes:'")
        }
        self.name = name
        self.purpose = purpose
        body = matter.body
        holes = matter.list("holes").sorted()
        let found = Set(Self.pieces(of: body).compactMap(\.hole)).sorted()
        guard found == holes else {
            throw PromptError(message: "prompt '\(name)': declares holes \(holes) but its text has \(found)")
        }
    }

    /// The text with its holes filled.
    ///
    /// - Throws: `PromptError` naming a hole without a value, or a value without a hole.
    public func filled(_ values: [String: String]) throws(PromptError) -> String {
        for hole in holes where values[hole] == nil {
            throw PromptError(message: "prompt '\(name)': no value for {{\(hole)}}")
        }
        for key in values.keys.sorted() where !holes.contains(key) {
            throw PromptError(message: "prompt '\(name)': has no hole {{\(key)}}")
        }
        return Self.pieces(of: body).map { $0.hole.flatMap { values[$0] } ?? String($0.text) }.joined()
    }

    private struct Piece {
        var text: Substring
        var hole: String?
    }

    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            pieces.append(Piece(text: rest[..<open.lowerBound]))
            let hole = rest[open.upperBound..<close.lowerBound]
            pieces.append(Piece(text: hole, hole: String(hole)))
            rest = rest[close.upperBound...]
        }
        return pieces + [Piece(text: rest)]
    }
}
