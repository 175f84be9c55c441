public import SourceHistory

/// A dependency whose version a diff changes, as manifests and lock files of the usual package managers write it.
public struct DependencyChange: Hashable, Sendable {
    public var name: String
    /// nil where it was added.
    public var from: String?
    /// nil where it was removed.
    public var to: String?
    public var path: String
    /// The first changed line about it, after the change.
    public var line: Int
    /// The hunk it stands in, an index into the file's hunks.
    public var hunk: Int

    /// `requests 2.31.0 → 2.32.0`.
    public var text: String { "\(name) \(from ?? "(new)") → \(to ?? "(gone)")" }

    /// The changes of a diff, each dependency once: what a lock file says is what runs.
    public static func all(in diff: Diff) -> [DependencyChange] {
        var found: [DependencyChange] = []
        let files = [ChangeKind.lockFile, .dependency].flatMap { kind in
            diff.files.filter { ChangeKind(path: $0.path) == kind }
        }
        for file in files {
            for (index, hunk) in file.hunks.enumerated() {
                for change in changes(hunk, file.path, index) where !found.contains(where: { $0.name == change.name }) {
                    found.append(change)
                }
            }
        }
        return found
    }

    private static func changes(_ hunk: Hunk, _ path: String, _ index: Int) -> [DependencyChange] {
        var (found, current, line) = ([DependencyChange](), "", hunk.newStart)
        for text in hunk.lines {
            let entry = DependencyLine(text.text)
            if let name = entry.name { current = name }
            if text.kind != .context, let version = entry.version, !current.isEmpty {
                let place =
                    found.firstIndex { $0.name == current }
                    ?? {
                        found.append(
                            DependencyChange(name: current, from: nil, to: nil, path: path, line: line, hunk: index))
                        return found.count - 1
                    }()
                if text.kind == .removed { found[place].from = version } else { found[place].to = version }
            }
            if text.kind != .removed { line += 1 }
        }
        return found.filter { $0.from != $0.to }
    }
}
