import JSONValues
import OutboundHTTP

/// Streamable HTTP: a POST per message, answered with JSON or with a stream of events.
struct MCPHTTPChannel: MCPChannel {
    let client: HTTPClient
    let url: String
    let headers: HTTPHeaders
    let timeout: Duration
    let messageBytes: Int
    /// Servers of the legacy era may hand one out.
    private var sessionID: String?

    init(client: HTTPClient, url: String, headers: HTTPHeaders, timeout: Duration, messageBytes: Int) {
        self.client = client
        self.url = url
        self.headers = headers
        self.timeout = timeout
        self.messageBytes = messageBytes
    }

    mutating func exchange(_ request: MCPRequest) async throws(MCPFailure) -> MCPMessage {
        let stream = try await post(request.message, version: request.version, request)
        if let session = stream.head.headers["mcp-session-id"] { sessionID = session }
        if stream.head.headers["content-type"]?.hasPrefix("text/event-stream") == true {
            return try await answer(in: stream, to: request)
        }
        return try await wholeAnswer(stream, to: request)
    }

    mutating func notify(_ method: String, version: String) async throws(MCPFailure) {
        let stream = try await post(.notification(method: method, parameters: [:]), version: version, nil)
        guard stream.head.isSuccess else {
            throw MCPFailure(.refused, "the server answered \(stream.head.status) to \(method)")
        }
    }

    private func post(
        _ message: MCPMessage, version: String?, _ request: MCPRequest?
    ) async throws(MCPFailure) -> HTTPStream {
        var headers = headers
        headers["Content-Type"] = "application/json"
        headers["Accept"] = "application/json, text/event-stream"
        headers["MCP-Protocol-Version"] = version
        headers["MCP-Session-Id"] = sessionID
        if version == MCPVersion.modern, let request {
            headers["Mcp-Method"] = request.method
            headers["Mcp-Name"] = request.target
        }
        do throws(HTTPFailure) {
            return try await client.stream(
                HTTPRequest(
                    .post, url, headers: headers, body: Array(message.text.utf8),
                    timeouts: HTTPTimeouts(idle: timeout, total: timeout), redirects: .never))
        } catch { throw Self.failure(error) }
    }

    private func wholeAnswer(_ stream: HTTPStream, to request: MCPRequest) async throws(MCPFailure) -> MCPMessage {
        let body: [UInt8]
        do throws(HTTPFailure) { body = try await stream.collect(limit: messageBytes) } catch {
            throw Self.failure(error)
        }
        let text = String(decoding: body, as: UTF8.self)
        if let message = try? MCPMessage(text), request.isAnswered(by: message) { return message }
        // Servers of the legacy era refuse modern requests with a status and any body at all.
        guard [400, 404, 405, 406].contains(stream.head.status) else {
            throw MCPFailure(.unavailable, "the server answered \(stream.head.status) without a message")
        }
        return .failure(id: .integer(request.id), MCPError(.invalidRequest, "HTTP \(stream.head.status)"))
    }

    private func answer(in stream: HTTPStream, to request: MCPRequest) async throws(MCPFailure) -> MCPMessage {
        var parser = ServerSentEventParser(maximumEventBytes: messageBytes)
        var pieces = stream.body.makeAsyncIterator()
        do {
            while let bytes = try await pieces.next(isolation: nil) {
                for event in try parser.consume(bytes) {
                    if let message = try? MCPMessage(event.data), request.isAnswered(by: message) { return message }
                }
            }
        } catch let failure as HTTPFailure {
            throw Self.failure(failure)
        } catch {
            throw MCPFailure(.unavailable, "the server's answer is larger than \(messageBytes) bytes")
        }
        throw MCPFailure(.unavailable, "the stream ended before the answer came")
    }

    private static func failure(_ failure: HTTPFailure) -> MCPFailure {
        switch failure.code {
        case .cancelled: MCPFailure(.cancelled, failure.message)
        case .stalled, .timedOut: MCPFailure(.timedOut, failure.message)
        default: MCPFailure(.unavailable, failure.message)
        }
    }
}
