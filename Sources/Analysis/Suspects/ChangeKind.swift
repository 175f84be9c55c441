public import SourceHistory

/// What sort of file a change is in; production meets each differently.
public enum ChangeKind: String, Hashable, Sendable, CaseIterable {
    case source, test, documentation, dependency, lockFile = "lock file", configuration, schema, flag

    /// Goes by the path.
    public init(path: String) {
        let lower = path.lowercased()
        let name = String(lower.split(separator: "/").last ?? "")
        if Self.lockFiles.contains(name) {
            self = .lockFile
        } else if Self.dependencyFiles.contains(name) || name.hasPrefix("requirements") && name.hasSuffix(".txt") {
            self = .dependency
        } else if !SourcePath.isProduction(path) {
            self = .test
        } else if ["md", "rst", "txt", "adoc", "html"].contains(Self.ending(name)) || lower.hasPrefix("docs/")
            || lower.hasPrefix(".whyd/")
            || ["license", "changes", "changelog", "authors", "notice", "readme"].contains(name)
        {
            self = .documentation
        } else if name.hasSuffix(".sql") || lower.contains("migration") || name.hasSuffix(".proto")
            || lower.contains("schema")
        {
            self = .schema
        } else if lower.contains("flag") && Self.configurationEndings.contains(Self.ending(name)) {
            self = .flag
        } else if Self.configurationEndings.contains(Self.ending(name)) || name.hasPrefix(".env")
            || name == "dockerfile"
        {
            self = .configuration
        } else {
            self = .source
        }
    }

    private static func ending(_ name: String) -> String { name.split(separator: ".").last.map(String.init) ?? "" }

    private static let configurationEndings: Set<String> = [
        "yaml", "yml", "json", "toml", "ini", "cfg", "conf", "properties", "env", "tf", "hcl", "xml",
    ]
    private static let lockFiles: Set<String> = [
        "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "uv.lock", "pipfile.lock", "go.sum",
        "cargo.lock", "gemfile.lock", "package.resolved", "composer.lock",
    ]
    private static let dependencyFiles: Set<String> = [
        "package.json", "pyproject.toml", "setup.py", "pipfile", "go.mod", "cargo.toml", "gemfile", "package.swift",
        "pom.xml", "build.gradle", "build.gradle.kts", "composer.json",
    ]
}

/// A line of a diff that often matters more than its size: a timeout, a retry, a limit, a flag.
public struct SensitiveChange: Hashable, Sendable {
    public var path: String
    /// The line after the change, or before it where it was removed.
    public var line: Int
    /// `timeout`, `retry`, `limit`, `flag`, `dependency`, `lock file`, `configuration`, `schema`.
    public var topic: String
    /// The changed line.
    public var text: String

    /// The sensitive lines of a diff, at most `perFile` from each file.
    public static func all(in diff: Diff, perFile: Int = 6) -> [SensitiveChange] {
        diff.files.flatMap { file -> [SensitiveChange] in
            let kind = ChangeKind(path: file.path)
            guard kind != .test, kind != .documentation else { return [] }
            let changed = file.hunks.flatMap { hunk -> [SensitiveChange] in
                var (newLine, oldLine, found) = (hunk.newStart, hunk.oldStart, [SensitiveChange]())
                for line in hunk.lines {
                    if line.kind != .context, let topic = topic(line.text, kind) {
                        found.append(
                            SensitiveChange(
                                path: file.path, line: line.kind == .added ? newLine : oldLine, topic: topic,
                                text: (line.kind == .added ? "+" : "-") + line.text))
                    }
                    if line.kind != .removed { newLine += 1 }
                    if line.kind != .added { oldLine += 1 }
                }
                return found
            }
            return Array(changed.prefix(kind == .lockFile ? 1 : perFile))
        }
    }

    private static func topic(_ text: String, _ kind: ChangeKind) -> String? {
        let words = Set(Identifiers.words(text))
        for (topic, names) in topics where !words.isDisjoint(with: names) { return topic }
        guard kind != .source, text.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
        return kind.rawValue
    }

    /// Words of a line, by what they are about; checked in this order.
    static let topics: [(topic: String, words: Set<String>)] = [
        ("timeout", ["timeout", "timeouts", "deadline", "ttl", "expiry", "expires"]),
        ("retry", ["retry", "retries", "backoff", "attempts", "maxretries", "circuit", "breaker"]),
        (
            "limit",
            [
                "limit", "limits", "pool", "poolsize", "maxconnections", "concurrency", "threads", "workers", "batch",
                "batchsize", "quota", "throttle", "ratelimit", "memory", "heap", "replicas", "buffer",
            ]
        ),
        ("flag", ["flag", "flags", "featureflag", "feature", "toggle", "variant", "rollout"]),
    ]
}
