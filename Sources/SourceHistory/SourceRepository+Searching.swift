extension SourceRepository {
    /// A line that matched a search.
    public struct Match: Hashable, Sendable {
        public var path: String
        public var line: Int
        public var text: String

        /// Makes a match.
        public init(path: String, line: Int, text: String) {
            self.path = path
            self.line = line
            self.text = text
        }
    }

    /// Lines that contain a text at a revision, in the subdirectory where there is one.
    ///
    /// - Parameters:
    ///   - isPattern: the text is an extended regular expression; otherwise it is taken as it stands.
    ///   - limit: most matches; `isTruncated` says that there are more.
    public func search(
        _ text: String, at revision: Revision, isPattern: Bool = false, ignoresCase: Bool = false, paths: [String] = [],
        limit: Int = 200
    ) async throws(SourceHistoryError) -> (matches: [Match], isTruncated: Bool) {
        guard !text.isEmpty, !text.contains("\0"), text.utf8.count <= 1000 else {
            throw SourceHistoryError(.refused, "a search text has 1 to 1000 bytes")
        }
        var checked: [String] = []
        for path in paths { checked.append(try GitPath.checked(path)) }
        let output = try await git.run(
            ["grep", "-I", "-n", "-z", "--no-color", "--full-name", "--no-textconv", isPattern ? "-E" : "-F"]
                + (ignoresCase ? ["-i"] : []) + ["-e", text, revision.hash]
                + (checked.isEmpty ? scope : ["--"] + checked), outputLimit: 4_000_000, allowsFailure: true)
        let matches = output.text.split(separator: "\n").lazy.compactMap { Self.match($0, revision) }
        let kept = Array(matches.prefix(limit + 1))
        return (Array(kept.prefix(limit)), output.isTruncated || kept.count > limit)
    }

    /// Reads `REVISION:path NUL line NUL text`.
    private static func match(_ line: Substring, _ revision: Revision) -> Match? {
        let parts = line.split(separator: "\0", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let number = Int(parts[1]) else { return nil }
        return Match(
            path: String(parts[0].dropFirst(revision.hash.count + 1)), line: number, text: String(parts[2].prefix(400)))
    }
}
