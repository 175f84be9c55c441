/// Why a server could not do its work.
public struct ServingError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable { case brokenInput, brokenTemplate, cannotListen }

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
