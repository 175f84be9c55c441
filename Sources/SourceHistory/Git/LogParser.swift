import Telemetry

/// Reads what `git log` prints with a format of ours.
struct LogParser {
    /// Random, so that neither a message nor a patch can pass itself off as a commit.
    let marker: String
    let hasPatch: Bool

    static func freshMarker() -> String {
        String(UInt64.random(in: 0...UInt64.max), radix: 36) + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    }

    static func format(_ marker: String) -> String {
        "\(marker)>%H%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%B%x00\(marker)<"
    }

    func changes(_ text: String) -> [SourceRepository.Change] {
        text.components(separatedBy: marker + ">").dropFirst().compactMap(change)
    }

    private func change(_ text: Substring) -> SourceRepository.Change? {
        let halves = text.components(separatedBy: marker + "<")
        guard let head = halves.first else { return nil }
        let fields = head.split(separator: "\0", omittingEmptySubsequences: false)
        guard fields.count >= 7, let revision = Revision(fields[0]) else { return nil }
        let rest = halves.count > 1 ? halves[1] : ""
        let diff = hasPatch ? Diff(parsing: rest) : Diff(files: [])
        let commit = Commit(
            revision: revision, parents: fields[1].split(separator: " ").compactMap { Revision($0) },
            author: Commit.Person(name: String(fields[2]), email: String(fields[3])),
            authoredAt: Self.time(fields[4]), committedAt: Self.time(fields[5]), message: String(fields[6]),
            files: hasPatch ? diff.files.map(\.path) : Self.paths(rest))
        return SourceRepository.Change(commit: commit, diff: diff)
    }

    private static func time(_ text: Substring) -> Timestamp {
        Timestamp(nanoseconds: (Int64(text) ?? 0) &* 1_000_000_000)
    }

    private static func paths(_ text: Substring) -> [String] {
        text.split(separator: "\n").map { GitPath.unquoted($0) }
    }
}

extension StringProtocol {
    /// The pieces between a separator, as views into the text.
    func components(separatedBy separator: String) -> [Substring] {
        var (pieces, rest) = ([Substring](), Substring(self))
        while let range = rest.firstRange(of: separator) {
            pieces.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return pieces + [rest]
    }
}
