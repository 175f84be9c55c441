/// A local clone or mirror that is only read, and always at a revision.
///
/// Where it lies is fixed by configuration; nothing a caller passes can change that or lead out of it. git runs without
/// the machine's configuration, hooks, pagers, external diffs or network.
public struct SourceRepository: Sendable {
    /// Its directory: a work tree or a bare mirror.
    public let path: String
    /// Where in it the services in question live; nil for the whole tree.
    public let subdirectory: String?
    /// How versions are tagged, with `{version}` in it; nil tries the version itself and `v{version}`.
    public let tagPattern: String?
    let git: GitCommand

    /// Names a repository; nothing is read yet.
    public init(path: String, subdirectory: String? = nil, tagPattern: String? = nil) {
        self.path = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
        self.subdirectory = subdirectory.flatMap { directory in
            let parts = directory.split(separator: "/").filter { $0 != "." }
            return parts.isEmpty ? nil : parts.joined(separator: "/")
        }
        self.tagPattern = tagPattern
        git = GitCommand(path: self.path)
    }

    /// The directory's last part, for people.
    public var name: String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    }

    /// Arguments that restrict a listing to the subdirectory.
    var scope: [String] { subdirectory.map { ["--", $0] } ?? ["--"] }
}
