import JSONValues
import ToolKit

/// One POST of streamable HTTP: what its headers and its body say must agree.
struct MCPHTTPExchange: Sendable {
    /// What goes back.
    struct Reply: Sendable, Equatable {
        var status: Int
        /// Nil for an empty body.
        var message: MCPMessage?
    }

    let server: MCPServer

    /// Answers a body.
    ///
    /// - Parameter header: the value of a header by its name in lower case.
    func reply(to body: String, header: (String) -> String?) async -> Reply {
        let message: MCPMessage
        do throws(MCPError) { message = try MCPMessage(body) } catch {
            return Reply(status: 400, message: .failure(id: .null, error))
        }
        guard case .request(let id, let method, let parameters) = message else { return Reply(status: 202) }
        if let mismatch = mismatch(method, parameters, header) {
            return Reply(status: 400, message: .failure(id: id, mismatch))
        }
        let answer = await server.answer(message)
        guard case .failure(_, let error) = answer else { return Reply(status: 200, message: answer) }
        let isModern = parameters["_meta"]?[MCPVersion.versionKey] != nil
        switch (error.code, isModern) {
        case (MCPError.Code.unsupportedVersion.rawValue, _): return Reply(status: 400, message: answer)
        case (MCPError.Code.methodNotFound.rawValue, true): return Reply(status: 404, message: answer)
        default: return Reply(status: 200, message: answer)
        }
    }

    /// Proxies route by headers, so a body that says something else is refused.
    private func mismatch(
        _ method: String, _ parameters: JSONValue, _ header: (String) -> String?
    ) -> MCPError? {
        guard let version = parameters["_meta"]?[MCPVersion.versionKey]?.string else { return nil }
        if header("mcp-protocol-version") != version {
            return MCPError(.headerMismatch, "MCP-Protocol-Version does not say what the body says")
        }
        if header("mcp-method") != method {
            return MCPError(.headerMismatch, "Mcp-Method does not say what the body says")
        }
        if method == "tools/call", header("mcp-name") != parameters["name"]?.string {
            return MCPError(.headerMismatch, "Mcp-Name does not say what the body says")
        }
        return nil
    }
}
