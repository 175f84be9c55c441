import JSONValues
package import LanguageModels

/// OpenAI Responses.
package struct ResponsesDialect: WireDialect {
    package let name = "responses"
    package let configuration = ModelConfiguration.Provider.openAI

    /// Makes it.
    package init() {}

    package func events(thinking: String?, text: String?, calls: [WireCall], stop: WireStop) -> [String] {
        var events: [JSONValue] = [["type": "response.created", "response": ["status": "in_progress"]]]
        let items = items(thinking: thinking, text: text, calls: calls, stop: stop)
        for (index, item) in items.enumerated() {
            let place = JSONValue.integer(Int64(index))
            events.append(["type": "response.output_item.added", "output_index": place, "item": item])
            if item["type"] == "message" {
                events += (text ?? "").map { ["type": "response.output_text.delta", "delta": .string(String($0))] }
            }
            if item["type"] == "reasoning" {
                events.append(["type": "response.reasoning_summary_text.delta", "delta": .string(thinking ?? "")])
            }
            events.append(["type": "response.output_item.done", "output_index": place, "item": item])
        }
        events.append(["type": .string("response.\(status(stop))"), "response": response(items: [], stop: stop)])
        return events.map { eventText($0, name: $0["type"]?.string) }
    }

    package func whole(text: String?, calls: [WireCall], stop: WireStop) -> String {
        response(items: items(thinking: nil, text: text, calls: calls, stop: stop), stop: stop).text
    }

    private func items(thinking: String?, text: String?, calls: [WireCall], stop: WireStop) -> [JSONValue] {
        var items: [JSONValue] = []
        if let thinking {
            items.append([
                "type": "reasoning", "id": "rs_1", "encrypted_content": "ZW5j",
                "summary": [["type": "summary_text", "text": .string(thinking)]],
            ])
        }
        if let text {
            items.append([
                "type": "message", "role": "assistant", "content": [["type": "output_text", "text": .string(text)]],
            ])
        }
        items += calls.map {
            [
                "type": "function_call", "id": "fc_1", "call_id": .string($0.id), "name": .string($0.name),
                "arguments": .string($0.arguments),
            ]
        }
        return items
    }

    private func response(items: [JSONValue], stop: WireStop) -> JSONValue {
        var response: [String: JSONValue] = [
            "status": .string(status(stop)), "output": .array(items),
            "usage": ["input_tokens": 100, "output_tokens": 20, "input_tokens_details": ["cached_tokens": 80]],
        ]
        if stop == .outputLimit { response["incomplete_details"] = ["reason": "max_output_tokens"] }
        if stop == .refused { response["incomplete_details"] = ["reason": "content_filter"] }
        return .object(response)
    }

    private func status(_ stop: WireStop) -> String {
        stop == .outputLimit || stop == .refused ? "incomplete" : "completed"
    }

    package func error(_ kind: WireError) -> (status: Int, body: String) { openAIError(kind) }

    package var brokenOff: String {
        eventText(
            [
                "type": "response.failed",
                "response": ["status": "failed", "error": ["code": "server_error", "message": "Overloaded"]],
            ],
            name: "response.failed")
    }
}
