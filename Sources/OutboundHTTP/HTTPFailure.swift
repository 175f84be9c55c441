/// Why a call out gave no answer, or one that cannot be used.
public struct HTTPFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Codable {
        /// The request could not be sent as it is: bad URL, header with a line break, scheme other than http or https.
        case invalidRequest
        /// Name not found, connection refused or network gone.
        case unreachable
        /// The certificate or the TLS handshake was refused.
        case insecure
        /// Connecting, or the whole exchange, took longer than the request allows.
        case timedOut
        /// No byte arrived for as long as the request allows.
        case stalled
        /// The connection ended before the answer did.
        case cutOff
        /// The answer is larger than the caller takes.
        case tooLarge
        /// A redirect leads to another host, or there were too many.
        case redirectRefused
        /// The peer does not speak HTTP.
        case malformedAnswer
        case cancelled
    }

    public var code: Code
    /// What went wrong; names the host, never the query or a header.
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
