public import Telemetry

extension SourceRepository {
    /// A commit with what it changed.
    public struct Change: Hashable, Sendable {
        public var commit: Commit
        /// Against its first parent; without files for merges.
        public var diff: Diff

        /// Makes a change.
        public init(commit: Commit, diff: Diff) {
            self.commit = commit
            self.diff = diff
        }
    }

    /// The commits that are in `newer` and not in `older`, newest first, with the paths they changed.
    ///
    /// Walks only that range. - Parameter limit: most commits read.
    public func log(
        from older: Revision, to newer: Revision, limit: Int = 500
    ) async throws(SourceHistoryError) -> [Commit] {
        try await changes(["--name-only", "^\(older.hash)", newer.hash], limit: limit, hasPatch: false).map(\.commit)
    }

    /// The same with each commit's diff.
    public func changes(
        from older: Revision, to newer: Revision, limit: Int = 500
    ) async throws(SourceHistoryError) -> [Change] {
        try await changes(["-p", "-M", "^\(older.hash)", newer.hash], limit: limit, hasPatch: true)
    }

    /// The last commits before and at a revision, newest first, with their diffs.
    public func changes(
        before revision: Revision, touching paths: [String] = [], since: Timestamp? = nil, limit: Int
    ) async throws(SourceHistoryError) -> [Change] {
        var arguments = ["-p", "-M"]
        if let since { arguments.append("--since=@\(since.nanoseconds / 1_000_000_000)") }
        var checked: [String] = []
        for path in paths { checked.append(try GitPath.checked(path)) }
        return try await changes(
            arguments + [revision.hash], limit: limit, hasPatch: true, scope: checked.isEmpty ? scope : ["--"] + checked
        )
    }

    /// The named commits with their diffs, in the order given.
    public func changes(_ revisions: [Revision]) async throws(SourceHistoryError) -> [Change] {
        guard !revisions.isEmpty else { return [] }
        return try await changes(
            ["-p", "-M", "--no-walk=unsorted"] + revisions.map(\.hash), limit: revisions.count, hasPatch: true,
            scope: ["--"])
    }

    /// How many commits a range holds.
    public func commitCount(from older: Revision, to newer: Revision) async throws(SourceHistoryError) -> Int {
        let output = try await git.run(["rev-list", "--count", "^\(older.hash)", newer.hash] + scope)
        return Int(output.text.trimmed) ?? 0
    }

    /// The commits that are in `newer` and not in `older`, newest first, by their hashes alone.
    ///
    /// - Parameter older: nil for the whole history.
    public func revisions(
        from older: Revision? = nil, to newer: Revision, limit: Int = 100_000
    ) async throws(SourceHistoryError) -> [Revision] {
        let output = try await git.run(
            ["rev-list", "--max-count=\(max(1, limit))", newer.hash] + (older.map { ["^\($0.hash)"] } ?? []) + scope)
        return output.text.split(separator: "\n").compactMap { Revision($0) }
    }

    private func changes(
        _ arguments: [String], limit: Int, hasPatch: Bool, scope: [String]? = nil
    ) async throws(SourceHistoryError) -> [Change] {
        let marker = LogParser.freshMarker()
        let output = try await git.run(
            [
                "log", "--no-color", "--no-ext-diff", "--no-textconv", "--max-count=\(max(1, limit))",
                "--format=\(LogParser.format(marker))",
            ] + arguments + (scope ?? self.scope), outputLimit: 64_000_000, timeout: .seconds(30))
        return LogParser(marker: marker, hasPatch: hasPatch).changes(output.text)
    }
}
