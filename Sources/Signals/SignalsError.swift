/// Why a webhook was not taken. The sender reads it; nothing of the webhook is kept.
public struct SignalsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of refusal it is.
    public enum Code: String, Sendable {
        /// A signature or token is wanted and there is none; HTTP 401.
        case notSigned
        /// The signature or token does not fit; HTTP 401.
        case wrongSignature
        /// The signature's time is too far from now; HTTP 401.
        case stale
        /// The body is not what the source sends; HTTP 400.
        case malformed
    }

    public var code: Code
    /// What is wrong, in one sentence; never quotes a secret.
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
