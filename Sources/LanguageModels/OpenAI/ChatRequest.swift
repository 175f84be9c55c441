import JSONValues
import OutboundHTTP
import ToolKit

/// Writes a conversation as Chat Completions wants it.
struct ChatRequest: RequestFormat, Equatable {
    static let api = "chat-completions"

    private var settings: RequestSettings
    private var adaptations = 0

    init(_ configuration: ModelConfiguration) {
        settings = RequestSettings(configuration, as: configuration.provider)
    }

    func call(for request: ModelRequest, _ identity: ModelIdentity) -> ProviderCall<ChatAnswer> {
        let body = body(for: request)
        let context = ChatAnswer.Context(
            identity: identity, callOffset: request.messages.toolCallCount,
            toolNames: request.mayCallTools ? Set(request.tools.map(\.name.text)) : [],
            promptBytes: body.text.utf8.count, mayCutPrompts: settings.capabilities.mayCutPrompts)
        return ProviderCall(body: body, isStreaming: settings.capabilities.streams, assembly: ChatAnswer(context))
    }

    /// What to send instead after a refusal that names a field; nil where nothing would change.
    func adapted(to failure: ExchangeFailure) -> ChatRequest? {
        guard let fault = failure.fault, fault.status == 400 || fault.status == 422, adaptations < 4,
            fault.failureCode == .invalidRequest, let reduced = settings.capabilities.reduced(by: fault.message)
        else { return nil }
        var adapted = self
        adapted.adaptations += 1
        adapted.settings.capabilities = reduced
        return adapted
    }

    func body(for request: ModelRequest) -> JSONValue {
        let system: [JSONValue] =
            request.system.isEmpty ? [] : [["role": "system", "content": .string(request.system)]]
        var body: [String: JSONValue] = [
            "model": .string(settings.model),
            "messages": .array(system + request.messages.flatMap(messages)),
            "stream": .boolean(settings.capabilities.streams),
        ]
        let limit = settings.capabilities.namesLimitForReasoning ? "max_completion_tokens" : "max_tokens"
        body[limit] = settings.outputTokens(of: request)
        if settings.capabilities.streams && settings.capabilities.takesStreamOptions {
            body["stream_options"] = ["include_usage": true]
        }
        if !request.tools.isEmpty {
            body["tools"] = .array(request.tools.map(tool))
            if !request.mayCallTools && settings.capabilities.takesToolChoice { body["tool_choice"] = "none" }
            if settings.capabilities.asksForParallelCalls { body["parallel_tool_calls"] = true }
        }
        if let effort = settings.effort { body["reasoning_effort"] = .string(effort) }
        return .object(body)
    }

    private func tool(_ tool: ToolDefinition) -> JSONValue {
        [
            "type": "function",
            "function": [
                "name": .string(tool.name.text), "description": .string(tool.words.description),
                "parameters": tool.words.inputSchema,
            ],
        ]
    }

    private func messages(_ message: ModelMessage) -> [JSONValue] {
        switch message {
        case .user(let text): [["role": "user", "content": .string(text)]]
        case .toolResults(let results):
            results.map { result in
                [
                    "role": "tool", "tool_call_id": .string(result.callID), "content": .string(result.markedContent),
                ]
            }
        case .assistant(let turn):
            (ProviderContent.content(of: turn, api: Self.api, model: settings.model) ?? rebuilt(turn)).map { [$0] }
                ?? []
        }
    }

    /// Another provider's answer in this protocol's words; nil where nothing of it can be said.
    private func rebuilt(_ turn: ModelTurn) -> JSONValue? {
        let calls = turn.toolCalls
        guard !turn.text.isEmpty || !calls.isEmpty else { return nil }
        var message: [String: JSONValue] = ["role": "assistant", "content": .string(turn.text)]
        if !calls.isEmpty {
            message["tool_calls"] = .array(
                calls.map { call in
                    [
                        "id": .string(call.id), "type": "function",
                        "function": [
                            "name": .string(call.name), "arguments": .string(call.repeatableArguments.text),
                        ],
                    ]
                })
        }
        return .object(message)
    }
}

extension ModelEndpoint {
    /// The header that carries a key.
    static func bearer(_ key: APIKey?) -> HTTPHeaders { key.map { ["Authorization": "Bearer \($0.secret)"] } ?? [:] }
}
