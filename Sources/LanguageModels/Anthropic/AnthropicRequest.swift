import JSONValues
import ToolKit

/// Writes a conversation as Anthropic's Messages API wants it.
struct AnthropicRequest: RequestFormat, Equatable {
    static let api = "anthropic-messages"

    private var settings: RequestSettings
    private let contextTokens: Int?
    /// Whether earlier thinking is sent back; it no longer can where the conversation was edited.
    private var repeatsThinking = true

    init(_ configuration: ModelConfiguration) {
        settings = RequestSettings(configuration, as: .anthropic)
        contextTokens = configuration.limits.contextTokens
        // Gateways and other servers that speak the protocol rarely know this part of it.
        if configuration.capabilities == nil, configuration.baseURL != nil {
            settings.capabilities.clearsContext = false
        }
    }

    func call(for request: ModelRequest, _ identity: ModelIdentity) -> ProviderCall<AnthropicAnswer> {
        ProviderCall(
            body: body(for: request), isStreaming: settings.capabilities.streams,
            assembly: AnthropicAnswer(identity: identity, callOffset: request.messages.toolCallCount))
    }

    /// What to send instead after a refusal; nil where nothing would change.
    func adapted(to failure: ExchangeFailure) -> AnthropicRequest? {
        guard let fault = failure.fault, fault.status == 400, fault.failureCode == .invalidRequest else { return nil }
        var adapted = self
        if fault.isAboutBoundThinking {
            adapted.repeatsThinking = false
        } else if let reduced = settings.capabilities.reduced(by: fault.message) {
            adapted.settings.capabilities = reduced
        }
        return adapted == self ? nil : adapted
    }

    func body(for request: ModelRequest) -> JSONValue {
        var body: [String: JSONValue] = [
            "model": .string(settings.model),
            "max_tokens": settings.outputTokens(of: request),
            "messages": .array(messages(request.messages)),
            "stream": .boolean(settings.capabilities.streams),
        ]
        if !request.system.isEmpty { body["system"] = [marked(["type": "text", "text": .string(request.system)])] }
        if !request.tools.isEmpty {
            body["tools"] = .array(tools(request.tools))
            if !request.mayCallTools { body["tool_choice"] = ["type": "none"] }
        }
        if settings.capabilities.adaptiveThinking { body["thinking"] = ["type": "adaptive", "display": "summarized"] }
        if let effort = settings.effort { body["output_config"] = ["effort": .string(effort)] }
        if settings.capabilities.clearsContext, let contextTokens {
            body["context_management"] = Self.clearing(contextTokens)
        }
        return .object(body)
    }

    /// Asks the server to leave out old tool results once half of the context is used: the prefix stays append-only
    /// here, so that thinking stays valid, and what is cleared can be read again with read_evidence.
    private static func clearing(_ contextTokens: Int) -> JSONValue {
        [
            "edits": [
                [
                    "type": "clear_tool_uses_20250919",
                    "trigger": ["type": "input_tokens", "value": .integer(Int64(contextTokens / 2))],
                    "keep": ["type": "tool_uses", "value": 8], "exclude_tools": ["hypotheses", "submit_report"],
                ]
            ]
        ]
    }

    private func tools(_ tools: [ToolDefinition]) -> [JSONValue] {
        var written = tools.map { tool -> JSONValue in
            [
                "name": .string(tool.name.text), "description": .string(tool.words.description),
                "input_schema": tool.words.inputSchema,
            ]
        }
        if let last = written.popLast() { written.append(marked(last)) }
        return written
    }

    /// Neighbours of one role become one message: every result of a step has to stand in the message after its calls,
    /// before any words.
    private func messages(_ messages: [ModelMessage]) -> [JSONValue] {
        var merged: [(role: String, content: [JSONValue])] = []
        for message in messages {
            let (role, content) = blocks(message)
            if content.isEmpty { continue }  // an empty answer must not be sent back
            if merged.last?.role == role {
                merged[merged.count - 1].content += content
            } else {
                merged.append((role, content))
            }
        }
        let marks = Set(merged.indices.filter { merged[$0].role == "user" }.suffix(2))
        return merged.indices.map { index in
            var content = merged[index].content
            if marks.contains(index), let last = content.popLast() { content.append(marked(last)) }
            return ["role": .string(merged[index].role), "content": .array(content)]
        }
    }

    private func blocks(_ message: ModelMessage) -> (role: String, content: [JSONValue]) {
        switch message {
        case .user(let text):
            return ("user", text.isEmpty ? [] : [["type": "text", "text": .string(text)]])
        case .toolResults(let results):
            return ("user", results.map(block))
        case .assistant(let turn):
            if repeatsThinking,
                let content = ProviderContent.content(of: turn, api: Self.api, model: settings.model)?.array
            {
                return ("assistant", content)
            }
            return ("assistant", turn.blocks.compactMap(block))
        }
    }

    private func block(_ result: ToolCallResult) -> JSONValue {
        var block: [String: JSONValue] = [
            "type": "tool_result", "tool_use_id": .string(CallIdentifier.safe(result.callID)),
            "content": .string(result.content),
        ]
        if result.isError { block["is_error"] = true }
        return .object(block)
    }

    /// A block of another provider's answer; its thinking means nothing here.
    private func block(_ block: ModelTurn.Block) -> JSONValue? {
        switch block {
        case .text(let text): text.isEmpty ? nil : ["type": "text", "text": .string(text)]
        case .thinking: nil
        case .toolCall(let call):
            [
                "type": "tool_use", "id": .string(CallIdentifier.safe(call.id)), "name": .string(call.name),
                "input": call.repeatableArguments,
            ]
        }
    }

    /// The value as the end of a cached prefix. At most four are set: tools, system, and the last two user messages.
    private func marked(_ value: JSONValue) -> JSONValue {
        guard settings.capabilities.marksCache, case .object(var members) = value else { return value }
        members["cache_control"] = ["type": "ephemeral"]
        return .object(members)
    }
}
