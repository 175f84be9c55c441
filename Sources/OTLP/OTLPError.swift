/// Why bytes could not be read as OTLP, or not be decompressed.
public struct OTLPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable {
        /// The bytes are not what their encoding says; HTTP 400, gRPC INVALID_ARGUMENT.
        case malformed
        /// A size or nesting limit was passed; HTTP 413, gRPC RESOURCE_EXHAUSTED.
        case tooLarge
        /// A compression or content type that is not spoken here; HTTP 415, gRPC UNIMPLEMENTED.
        case unsupported
    }

    public var code: Code
    /// What is wrong, in one sentence; never quotes the bytes themselves.
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
