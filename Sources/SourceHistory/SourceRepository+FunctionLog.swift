extension SourceRepository {
    /// A function at a revision, with its text.
    ///
    /// - Parameters:
    ///   - name: `Cart.add` or `add`.
    ///   - path: from the root, or the tail of one path that is there, as stack frames write it.
    /// - Throws: `.fileAbsent` for a path that is not there; `.functionAbsent` names the functions the file has.
    public func function(
        _ name: String, in path: String, at revision: Revision
    ) async throws(SourceHistoryError) -> ChangedFunction {
        let file = try await file(endingIn: path, at: revision)
        let outline =
            try await OutlineReader().outlines([.init(path: file.path, lines: file.lines)]).first ?? FunctionOutline([])
        let functions = outline.functions
        let last = name.split(separator: ".").last.map(String.init) ?? name
        guard
            let found = functions.first(where: { $0.qualifiedName == name })
                ?? functions.first(where: { $0.name == last })
        else {
            let known = functions.prefix(40).map(\.qualifiedName).joined(separator: ", ")
            throw SourceHistoryError(
                .functionAbsent, "\(file.path) has no function '\(name)' at \(revision.short)",
                hint: known.isEmpty
                    ? "no function was found in it; universal-ctags must be installed for languages other than Swift"
                    : "it has: \(known)")
        }
        return ChangedFunction(path: file.path, function: found, in: file.lines, outline)
    }

    private func file(endingIn path: String, at revision: Revision) async throws(SourceHistoryError) -> File {
        let path = String(path.drop { $0 == "/" })
        do {
            return try await file(path, at: revision)
        } catch  where error.code == .fileAbsent {
            let parts = path.split(separator: "/").filter { $0 != "." }
            let near = try await paths(at: revision).filter { known in
                let own = known.split(separator: "/")
                let shared = zip(own.reversed(), parts.reversed()).prefix { $0 == $1 }.count
                return shared > 0 && shared == min(own.count, parts.count)
            }
            if near.count == 1 { return try await file(near[0], at: revision) }
            var error = error
            if !near.isEmpty { error.hint = "there are: " + near.prefix(20).joined(separator: ", ") }
            throw error
        }
    }

    /// The newest commits of some lines, as far as git came in the time it was given.
    public struct RecentCommits: Hashable, Sendable {
        /// Those that changed the lines, newest first.
        public var commits: [Commit]
        /// Those that changed the file, newest first.
        public var ofFile: [Commit]
        /// Whether git came to the end, or to as many commits as were asked for.
        public var isWhole: Bool
    }

    /// The commits that changed some lines of a file, newest first, each line followed back through the file's history.
    ///
    /// `git log -L` says the same, but only once it has walked the whole history.
    /// - Parameter patience: how long git may walk; a long history with few changes takes its time.
    public func log(
        of lines: ClosedRange<Int>, in path: String, at revision: Revision, limit: Int = 5,
        patience: Duration = .seconds(3)
    ) async throws(SourceHistoryError) -> RecentCommits {
        let marker = LogParser.freshMarker()
        let output = try await git.run(
            [
                "log", "--no-color", "--no-ext-diff", "--no-textconv", "-p", "-M", "--follow", "--unified=0",
                "--max-count=200", "--format=\(LogParser.format(marker))", revision.hash, "--",
                try GitPath.checked(path),
            ], outputLimit: 16_000_000, timeout: patience, keepsPart: true)
        let changes = LogParser(marker: marker, hasPatch: true).changes(output.text)
        var recent = RecentCommits(
            commits: [], ofFile: changes.prefix(limit).map(\.commit), isWhole: !output.isTruncated)
        var place = LinePlace(lines)
        for change in changes {
            let hunks = change.diff.files.first?.hunks ?? []
            if place.isTouched(by: hunks) { recent.commits.append(change.commit) }
            guard recent.commits.count < limit, place.moveBack(over: hunks) else {
                recent.isWhole = true
                break
            }
        }
        return recent
    }
}
