public import OutboundHTTP

/// An MCP server whose tools investigations may use.
public struct MCPServerConfiguration: Sendable, Equatable {
    /// How the server is reached.
    public enum Transport: Sendable, Equatable {
        /// A program started for every use. It sees only the environment given here; no shell is involved.
        case stdio(command: [String], environment: [String: String], directory: String = "/")
        /// A streamable HTTP endpoint; headers carry credentials.
        case http(url: String, headers: HTTPHeaders)
    }

    /// A tool that may be offered to models.
    public struct AllowedTool: Sendable, Equatable {
        /// Its name at the server.
        public var name: String
        /// The hash its definition had when somebody read and approved it; nil takes what comes.
        public var pin: String?

        /// Makes an entry.
        public init(_ name: String, pin: String? = nil) {
            self.name = name
            self.pin = pin
        }
    }

    /// Prefix of the tools' names; what the server calls itself is not trusted.
    public var name: String
    public var transport: Transport
    /// Everything else the server offers is not there.
    public var tools: [AllowedTool]
    /// The longest time to start, agree on a version and list tools.
    public var startTimeout: Duration
    /// The longest time for one call, start included; progress does not extend it.
    public var callTimeout: Duration
    /// The most bytes of one message.
    public var messageBytes: Int

    /// Makes a configuration.
    public init(
        name: String, transport: Transport, tools: [AllowedTool], startTimeout: Duration = .seconds(15),
        callTimeout: Duration = .seconds(30), messageBytes: Int = 4_194_304
    ) {
        self.name = name
        self.transport = transport
        self.tools = tools
        self.startTimeout = startTimeout
        self.callTimeout = callTimeout
        self.messageBytes = messageBytes
    }
}
