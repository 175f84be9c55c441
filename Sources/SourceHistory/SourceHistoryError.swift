/// Why source could not be read.
public struct SourceHistoryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable {
        /// The repository's directory is gone or holds no repository.
        case repositoryGone
        /// No commit has that revision, tag or version.
        case unknownRevision
        /// The path is not in the tree at that revision.
        case fileAbsent
        /// The file has no function of that name.
        case functionAbsent
        /// The argument could leave the repository or be read as an option.
        case refused
        case timedOut
        case cancelled
        /// git itself failed.
        case gitFailed
    }

    public var code: Code
    public var message: String
    /// What to do next, where there is something.
    public var hint: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
