import JSONValues

/// A conversation with a server in the era it speaks.
struct MCPSession<Channel: MCPChannel> {
    private var channel: Channel
    private(set) var era: MCPEra
    private var lastID: Int64 = 0

    /// Opens a conversation.
    ///
    /// - Parameter era: what the server is known to speak; nil asks it, newest first.
    init(_ channel: Channel, era: MCPEra?) async throws(MCPFailure) {
        self.channel = channel
        self.era = era ?? .modern
        switch era {
        case .modern: break
        case .legacy: try await initialize()
        case nil: try await discover()
        }
    }

    /// Every tool the server has, over all pages.
    mutating func listTools() async throws(MCPFailure) -> [JSONValue] {
        var tools: [JSONValue] = []
        var cursor: JSONValue?
        for _ in 0..<50 {
            var parameters: [String: JSONValue] = [:]
            parameters["cursor"] = cursor
            let result = try await request("tools/list", parameters)
            tools += result["tools"]?.array ?? []
            cursor = result["nextCursor"]
            guard cursor?.string != nil else { return tools }
        }
        throw MCPFailure(.incompatible, "the list of tools has no end")
    }

    /// Calls a tool and gives its result as the server wrote it.
    mutating func call(_ tool: String, _ arguments: JSONValue) async throws(MCPFailure) -> JSONValue {
        let result = try await request("tools/call", ["name": .string(tool), "arguments": arguments])
        guard let kind = result["resultType"]?.string, kind != "complete" else { return result }
        throw MCPFailure(.incompatible, "the tool wants something of a person (\(kind)), and there is nobody")
    }

    private mutating func request(
        _ method: String, _ parameters: [String: JSONValue]
    ) async throws(MCPFailure) -> JSONValue {
        switch try await exchange(method, parameters) {
        case .result(_, let result): return result
        case .failure(_, let error): throw MCPFailure(.refused, "the server refused: \(error.message.prefix(500))")
        case .request, .notification: throw MCPFailure(.incompatible, "the server answered with a question")
        }
    }

    private mutating func exchange(
        _ method: String, _ parameters: [String: JSONValue], isHandshake: Bool = false
    ) async throws(MCPFailure) -> MCPMessage {
        var parameters = parameters
        if era == .modern {
            parameters["_meta"] = [
                MCPVersion.versionKey: .string(MCPVersion.modern), MCPVersion.capabilitiesKey: [:],
                MCPVersion.clientKey: MCPVersion.identity,
            ]
        }
        lastID += 1
        return try await channel.exchange(
            MCPRequest(id: lastID, method: method, parameters: parameters, version: isHandshake ? nil : era.version))
    }

    /// Asks in the modern way; whatever but a modern answer means that the server is older.
    private mutating func discover() async throws(MCPFailure) {
        switch try await exchange("server/discover", [:]) {
        case .result(_, let result):
            let versions = result["supportedVersions"]?.array?.compactMap(\.string) ?? []
            if versions.contains(MCPVersion.modern) { return }
        case .failure(_, let error) where error.isModern:
            let versions = error.data?["supported"]?.array?.compactMap(\.string) ?? []
            guard versions.contains(where: MCPVersion.legacy.contains) else {
                throw MCPFailure(.incompatible, "the server speaks \(versions.joined(separator: ", "))")
            }
        case .failure, .request, .notification: break
        }
        try await initialize()
    }

    private mutating func initialize() async throws(MCPFailure) {
        era = .legacy(MCPVersion.legacy[0])
        let parameters: [String: JSONValue] = [
            "protocolVersion": .string(MCPVersion.legacy[0]), "capabilities": [:], "clientInfo": MCPVersion.identity,
        ]
        guard case .result(_, let result) = try await exchange("initialize", parameters, isHandshake: true) else {
            throw MCPFailure(.incompatible, "the server refused both ways of beginning")
        }
        guard let version = result["protocolVersion"]?.string, MCPVersion.legacy.contains(version) else {
            throw MCPFailure(.incompatible, "the server speaks \(result["protocolVersion"]?.text ?? "no version")")
        }
        era = .legacy(version)
        try await channel.notify("notifications/initialized", version: version)
    }
}

/// How a server is spoken to.
enum MCPEra: Sendable, Equatable {
    case modern
    case legacy(String)

    var version: String {
        switch self {
        case .modern: MCPVersion.modern
        case .legacy(let version): version
        }
    }
}
