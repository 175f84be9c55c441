extension Diff {
    /// Reads a unified diff as git prints it; also one that was pasted without git's headers.
    public init(parsing text: some StringProtocol, isTruncated: Bool = false) {
        var parser = DiffParser()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { parser.take(line) }
        self.init(files: parser.finish(), isTruncated: isTruncated)
    }
}

/// Turns the lines of a unified diff into files and hunks.
struct DiffParser {
    private var files: [FileDiff] = []
    private var file: FileDiff?
    private var hunk: Hunk?
    /// Lines of each side that the open hunk still has to bring.
    private var (oldLeft, newLeft) = (0, 0)

    /// Takes the next line.
    mutating func take(_ line: some StringProtocol) {
        if hunk != nil, oldLeft > 0 || newLeft > 0, takeBody(line) { return }
        if line.hasPrefix("diff --git ") {
            closeFile()
            let paths = line.dropFirst("diff --git ".count)
            file = FileDiff(path: Self.pathAfter(paths))
        } else if line.hasPrefix("@@ -") {
            openHunk(line)
        } else {
            takeHeader(String(line))
        }
    }

    /// Everything that was read.
    mutating func finish() -> [FileDiff] {
        closeFile()
        return files
    }

    private mutating func takeBody(_ line: some StringProtocol) -> Bool {
        switch line.first {
        case "+":
            newLeft -= 1
            hunk?.lines.append(.init(.added, String(line.dropFirst())))
        case "-":
            oldLeft -= 1
            hunk?.lines.append(.init(.removed, String(line.dropFirst())))
        case " ", nil:
            oldLeft -= 1
            newLeft -= 1
            hunk?.lines.append(.init(.context, String(line.dropFirst())))
        case "\\": break
        default: return false
        }
        return true
    }

    private mutating func takeHeader(_ line: String) {
        if line.hasPrefix("--- ") {
            if hunk != nil || file == nil {
                closeFile()
                file = FileDiff(path: "")
            }
            guard let path = Self.path(line.dropFirst(4)) else {
                file?.status = .added
                return
            }
            file?.oldPath = path
            if file?.path == "" { file?.path = path }
        } else if line.hasPrefix("+++ "), file != nil {
            if let path = Self.path(line.dropFirst(4)) { file?.path = path } else { file?.status = .deleted }
            if file?.status == .added, let path = file?.path { file?.oldPath = path }
        } else if line.hasPrefix("new file mode") {
            file?.status = .added
        } else if line.hasPrefix("deleted file mode") {
            file?.status = .deleted
        } else if line.hasPrefix("rename from ") {
            file?.status = .renamed
            file?.oldPath = GitPath.unquoted(line.dropFirst("rename from ".count))
        } else if line.hasPrefix("rename to ") {
            file?.path = GitPath.unquoted(line.dropFirst("rename to ".count))
        } else if line.hasPrefix("Binary files ") || line.hasPrefix("GIT binary patch") {
            file?.isBinary = true
        }
    }

    private mutating func openHunk(_ line: some StringProtocol) {
        closeHunk()
        let parts = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count >= 3, let old = Self.range(parts[1].dropFirst()), let new = Self.range(parts[2].dropFirst())
        else { return }
        if file == nil { file = FileDiff(path: "") }
        (oldLeft, newLeft) = (old.count, new.count)
        hunk = Hunk(
            oldStart: old.start, oldCount: old.count, newStart: new.start, newCount: new.count,
            heading: parts.count > 4 ? String(parts[4]) : "")
    }

    private mutating func closeHunk() {
        if let hunk { file?.hunks.append(hunk) }
        hunk = nil
        (oldLeft, newLeft) = (0, 0)
    }

    private mutating func closeFile() {
        closeHunk()
        if let file, !file.path.isEmpty { files.append(file) }
        file = nil
    }

    private static func range(_ text: some StringProtocol) -> (start: Int, count: Int)? {
        let parts = text.split(separator: ",")
        guard let start = parts.first.flatMap({ Int($0) }), (0...50_000_000).contains(start) else { return nil }
        let count = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        return (start, min(max(0, count), 50_000_000))
    }

    /// The path of a `---` or `+++` line; nil for `/dev/null`.
    private static func path(_ text: some StringProtocol) -> String? {
        let path = GitPath.unquoted(text.prefix { $0 != "\t" && $0 != "\r" })
        if path == "/dev/null" { return nil }
        return path.hasPrefix("a/") || path.hasPrefix("b/") ? String(path.dropFirst(2)) : path
    }

    /// The second path of `a/OLD b/NEW`, for files without hunks, where both are usually equal.
    private static func pathAfter(_ paths: some StringProtocol) -> String {
        let half = paths.utf8.count / 2
        let left = String(decoding: paths.utf8.prefix(half), as: UTF8.self)
        return GitPath.unquoted(left).hasPrefix("a/") ? String(GitPath.unquoted(left).dropFirst(2)) : String(left)
    }
}
