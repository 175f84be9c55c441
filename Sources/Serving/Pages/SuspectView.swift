import Investigation

/// A suspect as the page shows it.
struct SuspectView {
    let suspect: Suspect

    private static let shownLines = 200

    var values: [String: Any] {
        let place = suspect.file.map { file in suspect.line.map { "\(file):\($0)" } ?? file }
        return [
            "kind": suspect.kind.rawValue,
            "name": PageText.revision(suspect.name),
            "title": suspect.title ?? "", "reason": suspect.reason, "place": place ?? "",
            "hunk": lines, "hasHunk": suspect.hunk != nil, "isVerified": suspect.isVerified,
            "citations": suspect.citations.map { CitationView(citation: $0).values },
        ]
    }

    /// Lines of the hunk with what they are.
    private var lines: [[String: Any]] {
        (suspect.hunk ?? "").split(separator: "\n", omittingEmptySubsequences: false).prefix(Self.shownLines).map {
            ["text": String($0), "tone": Self.tone($0)]
        }
    }

    private static func tone(_ line: Substring) -> String {
        if line.hasPrefix("@@") { return "place" }
        if line.hasPrefix("+") { return "added" }
        return line.hasPrefix("-") ? "removed" : "same"
    }
}
