import HTTPTypes
import Hummingbird
import JSONValues
import NIOCore
import ToolKit

/// `POST /mcp`: whyd's tools for coding agents on this machine, or elsewhere with a token.
struct MCPRoutes: Sendable {
    let server: MCPServer
    /// What clients have to show; nil asks for nothing, which only a loopback address may do.
    let token: String?
    let isLoopback: Bool

    private static let maximumBytes = 1 << 20

    func add(to router: Router<BasicRequestContext>) {
        router.post("/mcp") { request, _ in await answer(request) }
        for method in [HTTPRequest.Method.get, .delete] {
            router.on("/mcp", method: method) { _, _ in Response(status: .methodNotAllowed, headers: [.allow: "POST"]) }
        }
    }

    private func answer(_ request: Request) async -> Response {
        if let refusal = refusal(of: request) { return refusal }
        let reader = BoundedBodyReader(
            maximumBytes: Self.maximumBytes, deadline: .seconds(30), clock: ContinuousClock())
        let body: String
        do throws(BoundedBodyReader.Failure) { body = String(buffer: try await reader.read(request)) } catch {
            return .failure(.badRequest, "unreadable", "the body is too large or broke off")
        }
        let reply = await MCPHTTPExchange(server: server).reply(to: body) { name in
            HTTPField.Name(name).flatMap { request.headers[$0] }
        }
        guard let message = reply.message else { return Response(status: .init(code: reply.status)) }
        return .json(message.json, status: .init(code: reply.status))
    }

    private func refusal(of request: Request) -> Response? {
        guard token != nil || isLoopback else {
            return .failure(.forbidden, "no_token", "MCP beyond this machine needs a token", hint: "configure one")
        }
        if let token, !Self.isSame(request.headers[.authorization] ?? "", "Bearer \(token)") {
            return .failure(.unauthorized, "wrong_token", "the token is missing or wrong")
        }
        // A foreign page whose name resolves to this machine sends its own name as host (DNS rebinding).
        if isLoopback, let host = request.head.authority, !Self.isLocal(host) {
            return .failure(.forbidden, "foreign_host", "MCP answers only to localhost")
        }
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            return .failure(
                .unsupportedMediaType, "unsupported_media_type", "the content type must be application/json")
        }
        return nil
    }

    private static func isLocal(_ host: String) -> Bool {
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        return name == "localhost" || name == "[::1]" || name.hasPrefix("127.")
    }

    /// Takes the same time wherever the texts differ.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }
}
