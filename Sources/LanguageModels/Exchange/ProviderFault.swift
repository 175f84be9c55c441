import JSONValues

/// What a provider says went wrong, read from any of the shapes in use.
struct ProviderFault: Sendable, Equatable {
    var status: Int
    /// `type`, such as `invalid_request_error`.
    var type: String
    /// `code` or `details.error_code`, such as `insufficient_quota`.
    var code: String
    var message: String

    /// Reads `{"error": {...}}`, the array Gemini wraps it in, a bare `{...}` or plain text.
    init(status: Int, body: [UInt8]) {
        let json = try? JSONValue(parsing: body)
        self.init(status: status, json: json ?? .string(String(decoding: body.prefix(500), as: UTF8.self)))
    }

    init(status: Int, json: JSONValue) {
        let outer = json[0] ?? json
        let error = outer["error"] ?? outer["response"]?["error"] ?? outer
        self.status = status
        type = error["type"]?.string ?? error["status"]?.string ?? ""
        code = error["details"]?["error_code"]?.string ?? error["code"]?.string ?? ""
        message = error["message"]?.string ?? error.string ?? outer["message"]?.string ?? outer["detail"]?.string ?? ""
    }

    /// The failure it amounts to.
    var failureCode: ModelFailure.Code {
        if isSpendLimit { return .spendLimit }
        if isContextFull { return .contextFull }
        switch type {
        case "authentication_error", "permission_error": return .authentication
        case "overloaded_error", "rate_limit_error", "api_error", "timeout_error", "server_error": return .overloaded
        case "not_found_error": return .invalidRequest
        default: break
        }
        switch (status, code) {
        case (_, "server_error"), (_, "rate_limit_exceeded"): return .overloaded
        case (_, "misalignment_policy_violation"), (_, "content_filter"), (_, "content_policy_violation"):
            return .refused
        case (401, _), (403, _): return .authentication
        case (408, _), (409, _), (429, _), (500..., _): return .overloaded
        default: return .invalidRequest
        }
    }

    /// Money is gone until somebody acts or the month ends; asking again only makes noise.
    private var isSpendLimit: Bool {
        let codes = ["enforced_spend_limit_reached", "insufficient_quota", "billing_hard_limit_reached"]
        if codes.contains(code) || codes.contains(type) || type == "billing_error" || status == 402 { return true }
        let words = message.lowercased()
        return status == 400 && (words.contains("spend limit") || words.contains("credit balance"))
    }

    private var isContextFull: Bool {
        if status == 413 || type == "request_too_large" { return true }
        if code == "context_length_exceeded" || type == "exceed_context_size_error" { return true }
        let words = message.lowercased()
        return [
            "prompt is too long", "maximum context length", "context window", "exceeds the available context size",
        ].contains { words.contains($0) }
    }

    /// Anthropic binds thinking to the conversation it was thought in; an edited history no longer matches.
    var isAboutBoundThinking: Bool { status == 400 && message.contains("bound to a different conversation") }

    var hint: String? {
        switch failureCode {
        case .authentication: "check the key and what it may use"
        case .spendLimit: "raise the limit at the provider, or configure another model"
        case .invalidRequest where status == 404: "check the model's name and the base URL"
        default: nil
        }
    }
}
