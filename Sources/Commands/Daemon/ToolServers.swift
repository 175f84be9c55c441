import OutboundHTTP
import ToolKit

/// The tools of the MCP servers that a configuration names; a server that cannot be used is left out with a note.
struct ToolServers: Sendable {
    private(set) var offers: [(server: String, offer: MCPToolSource.Offer)] = []
    /// One sentence for each server, and each allowed tool, that is left out.
    private(set) var notes: [String] = []

    var tools: [AnyTool] { offers.flatMap(\.offer.tools) }

    /// No servers.
    init() {}

    /// Starts every server once and takes over what it offers.
    ///
    /// - Throws: `CommandFailure` for a configuration that can never work.
    static func load(
        _ servers: [Configuration.ToolServer], environment: [String: String], client: HTTPClient
    ) async throws -> ToolServers {
        let configurations = try servers.map { try MCPServerConfiguration($0, environment: environment) }
        let repeated = Dictionary(grouping: servers, by: \.name).first { $0.value.count > 1 }
        if let repeated { throw CommandFailure("mcp_servers: there are two '\(repeated.key)'", code: 2) }
        let results = await withTaskGroup(of: (Int, Result<MCPToolSource.Offer, MCPFailure>).self) { group in
            for (index, configuration) in configurations.enumerated() {
                group.addTask {
                    do throws(MCPFailure) {
                        return (index, .success(try await MCPToolSource(configuration, client: client).load()))
                    } catch { return (index, .failure(error)) }
                }
            }
            return await group.reduce(into: [Int: Result<MCPToolSource.Offer, MCPFailure>]()) { $0[$1.0] = $1.1 }
        }
        var loaded = ToolServers()
        for (index, server) in servers.enumerated() { loaded.add(results[index], of: server.name) }
        return loaded
    }

    private mutating func add(_ result: Result<MCPToolSource.Offer, MCPFailure>?, of server: String) {
        switch result {
        case .success(let offer):
            offers.append((server, offer))
            notes += offer.notes.map { "MCP: \($0)" }
        case .failure(let failure): notes.append("MCP server '\(server)' is left out: \(failure)")
        case nil: break
        }
    }
}

extension MCPServerConfiguration {
    /// - Throws: `CommandFailure` for a server that can never work.
    init(_ server: Configuration.ToolServer, environment: [String: String]) throws {
        func refuse(_ words: String) -> CommandFailure {
            CommandFailure("mcp_servers '\(server.name)': \(words)", code: 2)
        }
        guard server.name.wholeMatch(of: /[a-z0-9_]{1,24}/) != nil else {
            throw refuse("a name is 1 to 24 of a-z, 0-9 and _")
        }
        guard server.command.isEmpty != (server.url == nil) else { throw refuse("needs either command or url") }
        guard !server.tools.isEmpty else { throw refuse("tools is empty; name those investigations may call") }
        let transport: Transport
        if let url = server.url {
            var headers: HTTPHeaders = [:]
            if let variable = server.tokenVariable {
                guard let token = environment[variable], !token.isEmpty else {
                    throw refuse("the environment has no \(variable)")
                }
                headers["Authorization"] = "Bearer \(token)"
            }
            transport = .http(url: url, headers: headers)
        } else {
            let passed = environment.filter { (["PATH", "HOME"] + server.environment).contains($0.key) }
            transport = .stdio(command: server.command, environment: passed, directory: server.directory)
        }
        self.init(
            name: server.name, transport: transport, tools: server.tools.map { AllowedTool(written: $0) },
            startTimeout: server.startTime, callTimeout: server.callTime)
    }
}

extension MCPServerConfiguration.AllowedTool {
    /// Reads `name` or `name@hash`.
    init(written text: String) {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        self.init(parts.first ?? "", pin: parts.count == 2 ? parts[1] : nil)
    }
}
