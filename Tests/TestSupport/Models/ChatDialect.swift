import JSONValues
package import LanguageModels

/// Chat Completions.
package struct ChatDialect: WireDialect {
    package let name = "chat completions"
    package let configuration = ModelConfiguration.Provider.openAICompatible

    /// Makes it.
    package init() {}

    package func events(thinking: String?, text: String?, calls: [WireCall], stop: WireStop) -> [String] {
        var deltas: [JSONValue] = [["role": "assistant", "content": nil]]
        if let thinking { deltas.append(["reasoning_content": .string(thinking)]) }
        if let text { deltas += text.map { ["content": .string(String($0))] } }
        for (index, call) in calls.enumerated() {
            let place = JSONValue.integer(Int64(index))
            deltas.append([
                "tool_calls": [
                    [
                        "index": place, "id": .string(call.id), "type": "function",
                        "function": ["name": .string(call.name), "arguments": ""],
                    ]
                ]
            ])
            deltas += call.arguments.map { piece in
                ["tool_calls": [["index": place, "function": ["arguments": .string(String(piece))]]]]
            }
        }
        let chunks = deltas.map { delta -> JSONValue in
            ["choices": [["index": 0, "delta": delta, "finish_reason": nil]]]
        }
        let last: JSONValue = ["choices": [["index": 0, "delta": [:], "finish_reason": .string(reason(stop))]]]
        return (chunks + [last, usage]).map { eventText($0) } + ["data: [DONE]\n\n"]
    }

    private var usage: JSONValue {
        [
            "choices": [],
            "usage": ["prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": ["cached_tokens": 80]],
        ]
    }

    package func whole(text: String?, calls: [WireCall], stop: WireStop) -> String {
        var message: [String: JSONValue] = ["role": "assistant", "content": text.map { .string($0) } ?? nil]
        if !calls.isEmpty {
            message["tool_calls"] = .array(
                calls.map {
                    [
                        "id": .string($0.id), "type": "function",
                        "function": ["name": .string($0.name), "arguments": .string($0.arguments)],
                    ]
                })
        }
        return JSONValue.object([
            "choices": [["index": 0, "message": .object(message), "finish_reason": .string(reason(stop))]]
        ]).text
    }

    package func error(_ kind: WireError) -> (status: Int, body: String) { openAIError(kind) }

    package var brokenOff: String { eventText(["error": ["message": "Overloaded", "type": "server_error"]]) }

    private func reason(_ stop: WireStop) -> String {
        switch stop {
        case .finished: "stop"
        case .calls: "tool_calls"
        case .outputLimit: "length"
        case .refused: "content_filter"
        }
    }
}

/// Errors as OpenAI writes them.
func openAIError(_ kind: WireError) -> (status: Int, body: String) {
    let (status, type, message, code): (Int, String, String, String) =
        switch kind {
        case .rateLimit: (429, "requests", "slow down", "rate_limit_exceeded")
        case .overloaded: (503, "server_error", "overloaded", "")
        case .server: (500, "server_error", "internal error", "")
        case .authentication:
            (401, "invalid_request_error", "Incorrect API key provided: secret-key", "invalid_api_key")
        case .spendLimit: (429, "insufficient_quota", "You exceeded your quota", "insufficient_quota")
        case .contextFull: (400, "invalid_request_error", "too many tokens", "context_length_exceeded")
        case .unknownModel: (404, "invalid_request_error", "no such model", "model_not_found")
        }
    let error: JSONValue = ["type": .string(type), "message": .string(message), "code": .string(code), "param": nil]
    return (status, JSONValue.object(["error": error]).text)
}
