extension SourceRepository {
    /// What changed between two revisions, in the subdirectory or at the given paths.
    ///
    /// - Parameters:
    ///   - context: unchanged lines around each hunk.
    ///   - outputLimit: most bytes read from git; past it the diff is marked as truncated.
    public func diff(
        from older: Revision, to newer: Revision, paths: [String] = [], context: Int = 3, outputLimit: Int = 8_000_000
    ) async throws(SourceHistoryError) -> Diff {
        var checked: [String] = []
        for path in paths { checked.append(try GitPath.checked(path)) }
        let output = try await git.run(
            [
                "diff", "--no-color", "--no-ext-diff", "--no-textconv", "-M", "--unified=\(max(0, context))",
                older.hash, newer.hash,
            ] + (checked.isEmpty ? scope : ["--"] + checked), outputLimit: outputLimit, timeout: .seconds(20))
        return Diff(parsing: output.text, isTruncated: output.isTruncated)
    }
}
