extension SourceRepository {
    /// A file as it is at a revision.
    public struct File: Hashable, Sendable {
        /// Its path from the repository's root.
        public var path: String
        public var revision: Revision
        public var lines: [String]
        /// Whether the file is longer than what was read.
        public var isTruncated: Bool
    }

    /// Reads a text file at a revision.
    ///
    /// A path that is not in the tree is tried below the subdirectory too, because stack frames are often relative to
    /// it. Symbolic links are not followed.
    public func file(
        _ path: String, at revision: Revision, byteLimit: Int = 2_000_000
    ) async throws(SourceHistoryError) -> File {
        let path = try GitPath.checked(path)
        var entry = try await entry(path, revision)
        if entry == nil, let subdirectory { entry = try await self.entry("\(subdirectory)/\(path)", revision) }
        guard let entry else {
            throw SourceHistoryError(
                .fileAbsent, "there is no file '\(path)' at \(revision.short)",
                hint: "search_source finds where a name stands")
        }
        guard entry.isPlainFile else {
            throw SourceHistoryError(.refused, "'\(path)' is a \(entry.kind), which is not followed")
        }
        let output = try await git.run(["cat-file", "blob", entry.object], outputLimit: byteLimit)
        if output.bytes.prefix(8000).contains(0) {
            throw SourceHistoryError(.refused, "'\(entry.path)' is a binary file")
        }
        var lines = output.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return File(path: entry.path, revision: revision, lines: lines, isTruncated: output.isTruncated)
    }

    /// All paths of the tree at a revision.
    public func paths(at revision: Revision) async throws(SourceHistoryError) -> [String] {
        let output = try await git.run(
            ["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision.hash], outputLimit: 64_000_000)
        return output.text.split(separator: "\0").map(String.init)
    }

    private struct Entry {
        var path: String
        var mode: Substring
        var object: String

        var isPlainFile: Bool { mode == "100644" || mode == "100755" }
        var kind: String { mode == "120000" ? "symbolic link" : mode == "160000" ? "submodule" : "directory" }
    }

    private func entry(_ path: String, _ revision: Revision) async throws(SourceHistoryError) -> Entry? {
        let output = try await git.run(["ls-tree", "-z", "--full-tree", revision.hash, "--", path])
        let parts = output.text.prefix { $0 != "\0" }.split(separator: "\t", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let facts = parts[0].split(separator: " ")
        guard facts.count == 3 else { return nil }
        return Entry(path: String(parts[1]), mode: facts[0], object: String(facts[2]))
    }
}
