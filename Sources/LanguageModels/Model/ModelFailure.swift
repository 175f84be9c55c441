/// Why a model gave no answer.
public struct ModelFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is; decides whether the next model of the chain is tried.
    public enum Code: String, Sendable, Codable {
        /// Key missing or refused.
        case authentication
        /// Rate limit or overload that outlasted the retries.
        case overloaded
        /// A spend limit; never retried.
        case spendLimit
        /// The conversation no longer fits.
        case contextFull
        /// The model refused.
        case refused
        /// The answer was empty, cut off or not what the protocol says.
        case malformedAnswer
        /// The server could not be reached or timed out.
        case unreachable
        /// The request itself was wrong (unknown model, schema not accepted ...).
        case invalidRequest
        case cancelled
    }

    public var code: Code
    public var message: String
    /// What to do next, where there is something.
    public var hint: String?

    /// Makes a failure.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
