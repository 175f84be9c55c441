import JSONValues
package import LanguageModels

/// Anthropic Messages.
package struct AnthropicDialect: WireDialect {
    package let name = "anthropic"
    package let configuration = ModelConfiguration.Provider.anthropic

    /// Makes it.
    package init() {}

    package func events(thinking: String?, text: String?, calls: [WireCall], stop: WireStop) -> [String] {
        var events: [JSONValue] = [
            [
                "type": "message_start",
                "message": [
                    "content": [],
                    "usage": ["input_tokens": 10, "cache_read_input_tokens": 80, "cache_creation_input_tokens": 10],
                ],
            ],
            ["type": "ping"],
        ]
        var index: Int64 = 0
        func block(_ start: JSONValue, _ deltas: [JSONValue]) {
            events.append(["type": "content_block_start", "index": .integer(index), "content_block": start])
            for delta in deltas {
                events.append(["type": "content_block_delta", "index": .integer(index), "delta": delta])
            }
            events.append(["type": "content_block_stop", "index": .integer(index)])
            index += 1
        }
        if let thinking {
            block(
                ["type": "thinking", "thinking": "", "signature": ""],
                [
                    ["type": "thinking_delta", "thinking": .string(thinking)],
                    ["type": "signature_delta", "signature": "c2ln"],
                ])
        }
        if let text {
            block(["type": "text", "text": ""], text.map { ["type": "text_delta", "text": .string(String($0))] })
        }
        for call in calls {
            block(
                ["type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": [:]],
                ([""] + call.arguments.map { String($0) }).map {
                    ["type": "input_json_delta", "partial_json": .string($0)]
                })
        }
        events.append([
            "type": "message_delta",
            "delta": ["stop_reason": .string(reason(stop)), "stop_details": ["category": "cyber"]],
            "usage": ["output_tokens": 20],
        ])
        events.append(["type": "something_new"])
        events.append(["type": "message_stop"])
        return events.map { eventText($0, name: $0["type"]?.string) }
    }

    package func whole(text: String?, calls: [WireCall], stop: WireStop) -> String {
        var content: [JSONValue] = text.map { [["type": "text", "text": .string($0)]] } ?? []
        content += calls.map { call in
            let input = (try? JSONValue(parsing: call.arguments)) ?? [:]
            return ["type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": input]
        }
        return JSONValue.object([
            "content": .array(content), "stop_reason": .string(reason(stop)),
            "usage": ["input_tokens": 1, "output_tokens": 2],
        ]).text
    }

    package func error(_ kind: WireError) -> (status: Int, body: String) {
        let (status, type, message, code): (Int, String, String, String) =
            switch kind {
            case .rateLimit: (429, "rate_limit_error", "slow down", "")
            case .overloaded: (529, "overloaded_error", "Overloaded", "")
            case .server: (500, "api_error", "Internal server error", "")
            case .authentication: (401, "authentication_error", "invalid x-api-key secret-key", "")
            case .spendLimit: (429, "rate_limit_error", "limit reached", "enforced_spend_limit_reached")
            case .contextFull: (400, "invalid_request_error", "prompt is too long: 9 tokens > 8 maximum", "")
            case .unknownModel: (404, "not_found_error", "model: nope", "")
            }
        let body: JSONValue = [
            "type": "error",
            "error": ["type": .string(type), "message": .string(message), "details": ["error_code": .string(code)]],
        ]
        return (status, body.text)
    }

    package var brokenOff: String {
        eventText(["type": "error", "error": ["type": "overloaded_error", "message": "Overloaded"]], name: "error")
    }

    private func reason(_ stop: WireStop) -> String {
        switch stop {
        case .finished: "end_turn"
        case .calls: "tool_use"
        case .outputLimit: "max_tokens"
        case .refused: "refusal"
        }
    }
}
