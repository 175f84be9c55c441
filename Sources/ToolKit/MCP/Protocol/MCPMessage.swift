public import JSONValues

/// One JSON-RPC 2.0 message as MCP uses it: no batches, ids that are text or integers.
public enum MCPMessage: Sendable, Equatable {
    case request(id: JSONValue, method: String, parameters: JSONValue)
    case notification(method: String, parameters: JSONValue)
    case result(id: JSONValue, JSONValue)
    /// `id` is null where the request could not be read.
    case failure(id: JSONValue, MCPError)

    /// Reads a message.
    ///
    /// - Throws: `MCPError` -32700 for text that is not JSON, -32600 for JSON that is no message.
    public init(_ text: String) throws(MCPError) {
        guard let json = try? JSONValue(parsing: text) else {
            throw MCPError(.parseError, "the message is not JSON")
        }
        try self.init(json)
    }

    /// Reads a message from JSON.
    public init(_ json: JSONValue) throws(MCPError) {
        guard json["jsonrpc"] == "2.0" else { throw MCPError(.invalidRequest, "not a JSON-RPC 2.0 message") }
        let id = json["id"] ?? .null
        let hasID = id.string != nil || id.integer != nil
        if let method = json["method"]?.string {
            let parameters = json["params"] ?? [:]
            guard parameters.object != nil else { throw MCPError(.invalidRequest, "params is not an object") }
            guard json["id"] == nil || hasID else { throw MCPError(.invalidRequest, "id is neither text nor integer") }
            self =
                hasID
                ? .request(id: id, method: method, parameters: parameters)
                : .notification(method: method, parameters: parameters)
        } else if let error = json["error"] {
            self = .failure(id: id, MCPError(json: error))
        } else if let result = json["result"], hasID {
            self = .result(id: id, result)
        } else {
            throw MCPError(.invalidRequest, "neither a request, a notification nor an answer")
        }
    }

    /// The message as JSON.
    public var json: JSONValue {
        switch self {
        case .request(let id, let method, let parameters):
            ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": parameters]
        case .notification(let method, let parameters):
            ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
        case .result(let id, let result): ["jsonrpc": "2.0", "id": id, "result": result]
        case .failure(let id, let error): ["jsonrpc": "2.0", "id": id, "error": error.json]
        }
    }

    /// The message on one line.
    public var text: String { json.text }
}

/// An error of the protocol, as opposed to a tool that failed.
public struct MCPError: Error, Sendable, Equatable {
    /// The codes whyd sends or tells apart.
    public enum Code: Int64, Sendable {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParameters = -32602
        case internalError = -32603
        case headerMismatch = -32020
        case missingCapability = -32021
        case unsupportedVersion = -32022
    }

    public var code: Int64
    public var message: String
    public var data: JSONValue?

    /// Makes an error.
    public init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        self.code = code.rawValue
        self.message = message
        self.data = data
    }

    init(json: JSONValue) {
        code = json["code"]?.integer ?? Code.internalError.rawValue
        message = json["message"]?.string ?? "no reason given"
        data = json["data"]
    }

    var json: JSONValue {
        var members: [String: JSONValue] = ["code": .integer(code), "message": .string(message)]
        members["data"] = data
        return .object(members)
    }

    /// Whether only a server of the modern era says this.
    var isModern: Bool { (-32022 ... -32020).contains(code) }
}
