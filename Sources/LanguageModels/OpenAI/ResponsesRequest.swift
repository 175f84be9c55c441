import JSONValues
import ToolKit

/// Writes a conversation as OpenAI's Responses API wants it.
struct ResponsesRequest: RequestFormat, Equatable {
    static let api = "responses"

    private let settings: RequestSettings

    init(_ configuration: ModelConfiguration) { settings = RequestSettings(configuration, as: .openAI) }

    func call(for request: ModelRequest, _ identity: ModelIdentity) -> ProviderCall<ResponsesAnswer> {
        ProviderCall(
            body: body(for: request), isStreaming: settings.capabilities.streams,
            assembly: ResponsesAnswer(identity: identity, callOffset: request.messages.toolCallCount))
    }

    func body(for request: ModelRequest) -> JSONValue {
        var body: [String: JSONValue] = [
            "model": .string(settings.model),
            "input": .array(request.messages.flatMap(items)),
            "max_output_tokens": settings.outputTokens(of: request),
            "stream": .boolean(settings.capabilities.streams),
            // Nothing of an investigation stays with the provider, so reasoning comes back encrypted and is sent again.
            "store": false,
            "include": ["reasoning.encrypted_content"],
        ]
        if !request.system.isEmpty { body["instructions"] = .string(request.system) }
        if !request.tools.isEmpty {
            body["tools"] = .array(request.tools.map(tool))
            body["tool_choice"] = request.mayCallTools ? "auto" : "none"
            body["parallel_tool_calls"] = true
        }
        if settings.capabilities.thinks {
            var reasoning: [String: JSONValue] = ["summary": "auto"]
            if let effort = settings.effort { reasoning["effort"] = .string(effort) }
            body["reasoning"] = .object(reasoning)
        }
        return .object(body)
    }

    private func tool(_ tool: ToolDefinition) -> JSONValue {
        // Strict would demand schemas in which every member is required.
        [
            "type": "function", "name": .string(tool.name.text), "description": .string(tool.words.description),
            "parameters": tool.words.inputSchema, "strict": false,
        ]
    }

    private func items(_ message: ModelMessage) -> [JSONValue] {
        switch message {
        case .user(let text):
            [["type": "message", "role": "user", "content": [["type": "input_text", "text": .string(text)]]]]
        case .toolResults(let results):
            results.map { result in
                [
                    "type": "function_call_output", "call_id": .string(result.callID),
                    "output": .string(result.markedContent),
                ]
            }
        case .assistant(let turn):
            ProviderContent.content(of: turn, api: Self.api, model: settings.model)?.array
                ?? turn.blocks.compactMap(item)
        }
    }

    /// A block of another provider's answer; its thinking means nothing here.
    private func item(_ block: ModelTurn.Block) -> JSONValue? {
        switch block {
        case .text(let text):
            text.isEmpty
                ? nil
                : [
                    "type": "message", "role": "assistant",
                    "content": [["type": "output_text", "text": .string(text), "annotations": []]],
                ]
        case .thinking: nil
        case .toolCall(let call):
            [
                "type": "function_call", "call_id": .string(call.id), "name": .string(call.name),
                "arguments": .string(call.repeatableArguments.text),
            ]
        }
    }
}
