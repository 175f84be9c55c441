extension SourceRepository {
    /// The functions of a file at a revision.
    public func outline(of path: String, at revision: Revision) async throws(SourceHistoryError) -> FunctionOutline {
        let file = try await file(path, at: revision)
        return try await OutlineReader().outlines([.init(path: file.path, lines: file.lines)]).first
            ?? FunctionOutline([])
    }

    /// The same diff with the functions each hunk changes.
    ///
    /// Lines that were added are looked up at `newer`, those removed at `older`, so that a deleted function is named too.
    /// - Parameter fileLimit: most files that are parsed; hunks of others keep only git's headings.
    public func annotated(
        _ diff: Diff, from older: Revision, to newer: Revision, fileLimit: Int = 200
    ) async throws(SourceHistoryError) -> Diff {
        let wanted = diff.files.indices.filter {
            !diff.files[$0].isBinary && SourceLanguage(path: diff.files[$0].path) != .other
        }.prefix(fileLimit)
        let newTexts = try await texts(wanted.map { (newer, diff.files[$0].path, diff.files[$0].status == .deleted) })
        let oldTexts = try await texts(wanted.map { (older, diff.files[$0].oldPath, diff.files[$0].status == .added) })
        let outlines = try await OutlineReader().outlines(
            zip(wanted, newTexts).map { .init(path: diff.files[$0].path, lines: $1) }
                + zip(wanted, oldTexts).map { .init(path: diff.files[$0].oldPath, lines: $1) })
        var result = diff
        for (position, index) in wanted.enumerated() {
            let (new, old) = (outlines[position], outlines[position + wanted.count])
            for hunk in result.files[index].hunks.indices {
                result.files[index].hunks[hunk].annotate(new: new, old: old)
            }
        }
        return result
    }

    /// Texts of many files in one run of git; empty for those that are absent.
    private func texts(_ requests: [(Revision, String, Bool)]) async throws(SourceHistoryError) -> [[String]] {
        guard !requests.isEmpty else { return [] }
        let names = requests.map { $2 || $1.contains("\n") ? "0000" : "\($0.hash):\($1)" }
        let output = try await git.run(
            ["cat-file", "--batch"], input: Array((names.joined(separator: "\n") + "\n").utf8), outputLimit: 64_000_000)
        return BatchOutput.texts(output.bytes, count: requests.count)
    }
}

extension Hunk {
    /// Names the functions the hunk's changed lines lie in.
    mutating func annotate(new: FunctionOutline, old: FunctionOutline) {
        var (newLine, oldLine, names) = (newStart, oldStart, [String]())
        for line in lines {
            let found: SourceFunction? =
                switch line.kind {
                case .context: nil
                case .added: line.text.allSatisfy(\.isWhitespace) ? nil : new.function(at: newLine)
                case .removed: line.text.allSatisfy(\.isWhitespace) ? nil : old.function(at: oldLine)
                }
            if let name = found?.qualifiedName, !names.contains(name) { names.append(name) }
            if line.kind != .removed { newLine += 1 }
            if line.kind != .added { oldLine += 1 }
        }
        functions = names
    }
}
