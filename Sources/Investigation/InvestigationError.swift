/// Why an investigation could not go on; what it had is stored and can be resumed.
public struct InvestigationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable {
        /// The caller stopped it; `resume` goes on.
        case cancelled
        /// The recorder failed.
        case recorder
        /// A prompt or an embedded file cannot be used.
        case prompt
        /// Follow-up to something that does not exist or is not over.
        case invalidState
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
