/// The parts of a commit message.
struct CommitMessage {
    var subject: String
    var body: String
    var trailers: [Commit.Trailer] = []
    var coAuthors: [Commit.Person] = []

    init(_ message: String) {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        subject = lines.first ?? ""
        body = lines.dropFirst().joined(separator: "\n").trimmed
        guard let lastParagraph = body.paragraphs.last else { return }
        let found = lastParagraph.compactMap(Self.trailer)
        // git asks for most of the paragraph to be trailers; prose with one colon is none.
        guard found.count * 4 >= lastParagraph.count * 3 else { return }
        trailers = found
        coAuthors = found.filter { $0.key.lowercased() == "co-authored-by" }.compactMap { Self.person($0.value) }
    }

    private static func trailer(_ line: String) -> Commit.Trailer? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[..<colon]
        guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else { return nil }
        let value = String(line[line.index(after: colon)...]).trimmed
        return value.isEmpty ? nil : Commit.Trailer(key: String(key), value: value)
    }

    private static func person(_ text: String) -> Commit.Person? {
        guard let open = text.lastIndex(of: "<") else { return Commit.Person(name: text, email: "") }
        return Commit.Person(
            name: String(text[..<open]).trimmed, email: String(text[text.index(after: open)...].prefix { $0 != ">" }))
    }
}

extension String {
    /// Without spaces and line ends at both ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
        let last = lastIndex { !$0.isWhitespace } ?? first
        return String(self[first...last])
    }

    /// Runs of lines between blank lines.
    fileprivate var paragraphs: [[String]] {
        split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
            .map { $0.map(String.init) }
    }
}
