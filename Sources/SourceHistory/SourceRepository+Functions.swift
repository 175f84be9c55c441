extension SourceRepository {
    /// Whether functions of files of that name can be told apart.
    public static func knowsLanguage(of path: String) -> Bool { SourceLanguage(path: path) != .other }

    /// Whether functions of files of that name are found by universal-ctags.
    public static func needsTags(for path: String) -> Bool { ![.other, .swift].contains(SourceLanguage(path: path)) }

    /// Whether universal-ctags is installed.
    public static var hasTags: Bool {
        OutlineReader.searchPath.split(separator: ":").contains { FileProbe.exists($0 + "/ctags") }
    }

    /// The functions of a file at a revision.
    public func outline(of path: String, at revision: Revision) async throws(SourceHistoryError) -> FunctionOutline {
        let file = try await file(path, at: revision)
        return try await OutlineReader().outlines([.init(path: file.path, lines: file.lines)]).first
            ?? FunctionOutline([])
    }

    /// The functions of many files at a revision; empty for files that are absent.
    public func outlines(
        of paths: [String], at revision: Revision
    ) async throws(SourceHistoryError) -> [(outline: FunctionOutline, lines: [String])] {
        let texts = try await texts(paths.map { (revision, $0, false) })
        let outlines = try await OutlineReader().outlines(zip(paths, texts).map { .init(path: $0, lines: $1) })
        return Array(zip(outlines, texts))
    }

    /// The same diff with the functions each hunk changes, and those functions.
    ///
    /// Lines that were added are looked up at `newer`, those removed at `older`, so that a deleted function is named too.
    /// - Parameter fileLimit: most files that are parsed; hunks of others keep only git's headings.
    public func annotated(
        _ diff: Diff, from older: Revision, to newer: Revision, fileLimit: Int = 200
    ) async throws(SourceHistoryError) -> (diff: Diff, functions: [ChangedFunction]) {
        let wanted = diff.files.indices.filter {
            !diff.files[$0].isBinary && SourceLanguage(path: diff.files[$0].path) != .other
        }.prefix(fileLimit)
        let newTexts = try await texts(wanted.map { (newer, diff.files[$0].path, diff.files[$0].status == .deleted) })
        let oldTexts = try await texts(wanted.map { (older, diff.files[$0].oldPath, diff.files[$0].status == .added) })
        let outlines = try await OutlineReader().outlines(
            zip(wanted, newTexts).map { .init(path: diff.files[$0].path, lines: $1) }
                + zip(wanted, oldTexts).map { .init(path: diff.files[$0].oldPath, lines: $1) })
        var (result, functions) = (diff, [ChangedFunction]())
        for (position, index) in wanted.enumerated() {
            let outlined = OutlinedFile(
                file: diff.files[index], new: outlines[position], newLines: newTexts[position],
                old: outlines[position + wanted.count], oldLines: oldTexts[position])
            functions += outlined.changedFunctions()
            for hunk in result.files[index].hunks.indices {
                var names: [String] = []
                for (function, _) in result.files[index].hunks[hunk].touched(new: outlined.new, old: outlined.old)
                where !names.contains(function.qualifiedName) { names.append(function.qualifiedName) }
                result.files[index].hunks[hunk].functions = names
            }
        }
        return (result, functions)
    }

    /// Texts of many files in one run of git; empty for those that are absent or not wanted.
    private func texts(
        _ requests: [(revision: Revision, path: String, isAbsent: Bool)]
    ) async throws(SourceHistoryError) -> [[String]] {
        guard !requests.isEmpty else { return [] }
        let names = requests.map {
            $0.isAbsent || $0.path.contains("\n") ? String(repeating: "0", count: 40) : "\($0.revision.hash):\($0.path)"
        }
        let output = try await git.run(
            ["cat-file", "--batch"], input: Array((names.joined(separator: "\n") + "\n").utf8), outputLimit: 64_000_000)
        return BatchOutput.texts(output.bytes, count: requests.count)
    }
}
