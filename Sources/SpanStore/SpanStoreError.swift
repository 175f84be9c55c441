/// Why the span store could not be opened, or lost its footing.
public struct SpanStoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable {
        /// The file cannot be opened or created.
        case cannotOpen
        /// The file was written by a newer version of whyd; nothing was changed.
        case newerFile
        /// The file is not a span store, or is damaged.
        case damaged
        /// The disk is full, or a configured limit was reached.
        case full
        /// SQLite reported an error.
        case database
        /// The store was closed.
        case closed
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

    /// The same error with the file's path in its message.
    func naming(_ path: String) -> SpanStoreError {
        message.contains(path) ? self : SpanStoreError(code, "\(path): \(message)", hint: hint)
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
