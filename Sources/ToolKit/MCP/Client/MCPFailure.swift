/// Why an MCP server could not be used.
public struct MCPFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable {
        /// It could not be started or reached, or it ended.
        case unavailable
        case timedOut
        /// It speaks no version of the protocol that whyd speaks, or no MCP at all.
        case incompatible
        /// It answered with an error of the protocol.
        case refused
        case cancelled
    }

    public var code: Code
    public var message: String

    /// Makes a failure.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    /// The failure as the caller of a tool reads it.
    var toolFailure: ToolFailure {
        switch code {
        case .unavailable, .incompatible: ToolFailure(.unavailable, message)
        case .timedOut: ToolFailure(.timedOut, message, hint: "ask for less, or do without this tool")
        case .refused: ToolFailure(.refused, message)
        case .cancelled: ToolFailure(.cancelled, message)
        }
    }
}
