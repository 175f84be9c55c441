public import JSONValues

/// A tool whose argument type has been forgotten: what a registry, MCP and command files hold.
public struct AnyTool: Sendable {
    public let definition: ToolDefinition
    /// How long a call may take; nil for the registry's own limit.
    public let timeout: Duration?

    private let body: @Sendable (JSONValue, ToolContext) async throws(ToolFailure) -> ToolOutput

    /// Wraps a tool.
    public init(_ tool: some Tool, timeout: Duration? = nil) {
        definition = ToolDefinition(name: tool.name, words: tool.words)
        self.timeout = timeout
        body = { (arguments: JSONValue, context: ToolContext) async throws(ToolFailure) -> ToolOutput in
            try await tool.run(Self.decode(arguments), context)
        }
    }

    /// Makes a tool of a closure over checked JSON arguments.
    public init(
        definition: ToolDefinition, timeout: Duration? = nil,
        run: @escaping @Sendable (JSONValue, ToolContext) async throws(ToolFailure) -> ToolOutput
    ) {
        self.definition = definition
        self.timeout = timeout
        body = run
    }

    public var name: ToolName { definition.name }

    func run(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        try await body(arguments, context)
    }

    private static func decode<Input: Decodable>(_ arguments: JSONValue) throws(ToolFailure) -> Input {
        do {
            return try arguments.decode(Input.self)
        } catch {
            throw ToolFailure(.invalidArguments, "arguments do not fit: \(error.message)")
        }
    }
}
