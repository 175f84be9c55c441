public import Telemetry

/// Why a report did not arrive.
public struct DeliveryFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is; decides whether it is tried again.
    public enum Code: String, Sendable, Codable {
        /// The text names no destination whyd knows.
        case badAddress
        /// Address or token is missing in the configuration.
        case notConfigured
        /// The destination refused, and will refuse again.
        case refused
        /// The destination asks to wait.
        case overloaded
        /// No answer, or a broken one; it may have arrived all the same.
        case unreachable
        /// Another process is delivering it now.
        case busy
        /// There is no such report.
        case notFound
        /// The casebook could not be read or written.
        case unavailable
    }

    public var code: Code
    /// In words for people; never holds a token.
    public var message: String
    /// What to do next, where there is something.
    public var hint: String?
    /// How long the destination asks to wait.
    public var retryAfter: Duration?
    /// The time it names instead.
    public var retryAt: Timestamp?

    /// Makes a failure.
    public init(
        _ code: Code, _ message: String, hint: String? = nil, retryAfter: Duration? = nil, retryAt: Timestamp? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.retryAfter = retryAfter
        self.retryAt = retryAt
    }

    /// Whether a later try may succeed without anybody doing anything.
    public var isTemporary: Bool {
        code == .overloaded || code == .unreachable || code == .busy || code == .unavailable
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
