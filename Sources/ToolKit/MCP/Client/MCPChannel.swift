import JSONValues

/// Carries messages to a server and back, one exchange at a time.
protocol MCPChannel {
    /// Sends a request and waits for its answer, whatever else arrives in between.
    mutating func exchange(_ request: MCPRequest) async throws(MCPFailure) -> MCPMessage

    /// Sends a notification.
    mutating func notify(_ method: String, version: String) async throws(MCPFailure)
}

/// A request with what HTTP repeats of it in headers.
struct MCPRequest: Sendable, Equatable {
    var id: Int64
    var method: String
    var parameters: [String: JSONValue]
    /// The version agreed on; nil during the handshake.
    var version: String?

    var message: MCPMessage { .request(id: .integer(id), method: method, parameters: .object(parameters)) }

    /// What HTTP servers of the modern era want to see in `Mcp-Name`.
    var target: String? { parameters["name"]?.string ?? parameters["uri"]?.string }

    /// Whether a message answers this request.
    func isAnswered(by message: MCPMessage) -> Bool {
        switch message {
        case .result(let answered, _): answered == .integer(id)
        case .failure(let answered, _): answered == .integer(id) || answered.isNull
        case .request, .notification: false
        }
    }
}
