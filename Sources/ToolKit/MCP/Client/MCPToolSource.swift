import JSONValues
public import OutboundHTTP

/// Tools of an MCP server: only the allowed ones, only as they were approved, each call within a hard time limit.
///
/// A server process lives for one use: one listing or one call. Nothing a server keeps between calls is seen again.
public struct MCPToolSource: Sendable {
    private let connection: MCPConnection
    private var configuration: MCPServerConfiguration { connection.configuration }

    /// What a server offered.
    public struct Offer: Sendable {
        public var tools: [AnyTool]
        /// The hash of each allowed tool's definition by its name at the server, to be pinned once read.
        public var hashes: [String: String]
        /// What whyd calls each allowed tool, by its name at the server.
        public var localNames: [String: ToolName]
        /// One sentence for each allowed tool that is not offered.
        public var notes: [String]
    }

    /// Makes a source.
    public init(_ configuration: MCPServerConfiguration, client: HTTPClient) {
        connection = MCPConnection(configuration: configuration, client: client)
    }

    /// Asks the server for its tools.
    ///
    /// - Throws: `MCPFailure` where the server cannot be used; whyd goes on without it.
    public func load() async throws(MCPFailure) -> Offer {
        let (remote, era) = try await connection.perform(Listing(), era: nil, timeout: configuration.startTimeout)
        let found = remote.compactMap(MCPRemoteTool.init)
        var offer = Offer(tools: [], hashes: [:], localNames: [:], notes: [])
        for allowed in configuration.tools {
            guard let tool = found.first(where: { $0.name == allowed.name }) else {
                offer.notes.append("\(configuration.name) has no usable tool '\(allowed.name)'")
                continue
            }
            offer.hashes[tool.name] = tool.hash
            offer.localNames[tool.name] = tool.localName(server: configuration.name)
            guard allowed.pin == nil || allowed.pin == tool.hash else {
                offer.notes.append(
                    "\(configuration.name) changed the definition of '\(allowed.name)'; read it and pin \(tool.hash)")
                continue
            }
            offer.tools.append(wrapped(tool, era))
        }
        return offer
    }

    private func wrapped(_ tool: MCPRemoteTool, _ era: MCPEra) -> AnyTool {
        let (connection, server, timeout) = (connection, configuration.name, configuration.callTimeout)
        return AnyTool(
            definition: tool.definition(server: server), timeout: timeout + .seconds(2)
        ) { (arguments: JSONValue, _: ToolContext) async throws(ToolFailure) -> ToolOutput in
            let result: JSONValue
            do throws(MCPFailure) {
                result = try await connection.perform(
                    Call(tool: tool.name, arguments: arguments), era: era, timeout: timeout)
            } catch { throw error.toolFailure }
            return try MCPResult(result).output(of: tool.name, server: server)
        }
    }

    private struct Listing: MCPConnection.Work {
        func run<Channel: MCPChannel>(
            _ session: inout MCPSession<Channel>
        ) async throws(MCPFailure) -> ([JSONValue], MCPEra) {
            (try await session.listTools(), session.era)
        }
    }

    private struct Call: MCPConnection.Work {
        let tool: String
        let arguments: JSONValue

        func run<Channel: MCPChannel>(_ session: inout MCPSession<Channel>) async throws(MCPFailure) -> JSONValue {
            try await session.call(tool, arguments)
        }
    }
}
