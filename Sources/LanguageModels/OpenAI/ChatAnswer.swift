import JSONValues

/// Puts an answer of Chat Completions together, from any server that calls itself compatible.
struct ChatAnswer: AnswerAssembly {
    /// What is known of the conversation it answers.
    struct Context: Sendable {
        var identity: ModelIdentity
        var callOffset = 0
        /// The tools that may be called; calls that a server left in the text are looked for among them.
        var toolNames: Set<String> = []
        var promptBytes = 0
        var mayCutPrompts = false
    }

    private let context: Context
    private var text = ThinkTags()
    private var thinking = ""
    /// The field that carried thinking, since it has to go back under the same name.
    private var thinkingField: String?
    private var calls = ChatToolCalls()
    private var extras: [String: JSONValue] = [:]
    private var finishReason: String?
    private var refusal = ""
    private var usage: JSONValue?
    private(set) var isComplete = false

    init(_ context: Context) { self.context = context }

    var mayEndHere: Bool { finishReason != nil }

    mutating func receive(_ event: JSONValue, named name: String) throws(ModelFailure) -> [ModelDelta] {
        if event == "[DONE]" {
            isComplete = true
            return text.finish()
        }
        if let error = event["error"], !error.isNull {
            let fault = ProviderFault(status: 200, json: event)
            let code = fault.failureCode == .invalidRequest ? ModelFailure.Code.overloaded : fault.failureCode
            throw ModelFailure(code, "the provider broke off: \(fault.message.prefix(500))", hint: fault.hint)
        }
        takeUsage(event)
        guard let choice = event["choices"]?[0] else { return [] }
        finishReason = choice["finish_reason"]?.string ?? finishReason
        return take(choice["delta"] ?? choice["message"] ?? .null)
    }

    mutating func receiveWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelDelta] {
        guard let choice = answer["choices"]?[0], let message = choice["message"] else {
            throw ModelFailure(.malformedAnswer, "the answer has no choices")
        }
        takeUsage(answer)
        finishReason = choice["finish_reason"]?.string
        isComplete = true
        return take(message) + text.finish()
    }

    private mutating func takeUsage(_ event: JSONValue) {
        if let counts = event["usage"], counts.object != nil { usage = counts }
    }

    private mutating func take(_ delta: JSONValue) -> [ModelDelta] {
        var deltas: [ModelDelta] = []
        for field in ["reasoning_content", "reasoning"] {
            guard let words = delta[field]?.string, !words.isEmpty else { continue }
            thinking += words
            thinkingField = field
            deltas.append(.thinking(words))
            break
        }
        deltas += text.take(Self.words(delta["content"]))
        refusal += delta["refusal"]?.string ?? ""
        for call in delta["tool_calls"]?.array ?? [] {
            if let name = calls.take(call) { deltas.append(.toolCallStarted(name: name)) }
        }
        if let extra = delta["extra_content"], !extra.isNull { extras["extra_content"] = extra }
        return deltas
    }

    /// Content is a text, null, or a list of parts.
    private static func words(_ content: JSONValue?) -> String {
        if let text = content?.string { return text }
        return content?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
    }

    func turn() throws(ModelFailure) -> ModelTurn {
        guard finishReason != "content_filter", refusal.isEmpty else {
            throw ModelFailure(.refused, "the model refused\(refusal.isEmpty ? "" : ": \(refusal.prefix(200))")")
        }
        try checkPromptLength()
        var text = text
        _ = text.finish()
        var found = calls.calls(offset: context.callOffset)
        var words = text.text
        if found.isEmpty, let written = WrittenToolCalls(words, names: context.toolNames) {
            (found, words) = (written.calls(offset: context.callOffset), "")
        }
        let isCut = finishReason == "length"
        if isCut { found.removeAll { $0.call.invalidArguments != nil } }
        let thoughts = thinking + text.thinking
        let blocks =
            (thoughts.isEmpty ? [] : [ModelTurn.Block.thinking(thoughts)])
            + (words.isEmpty ? [] : [.text(words)]) + found.map { .toolCall($0.call) }
        return try FinishedAnswer(
            blocks: blocks, isCut: isCut, usage: tokens(words, thoughts, found), identity: context.identity,
            content: content(words, found)
        ).turn()
    }

    /// The message to send back, with every field the server may want to see again.
    private func content(_ words: String, _ found: [ChatToolCalls.Found]) -> ProviderContent {
        var message = extras
        message["role"] = "assistant"
        message["content"] = .string(words)
        if !found.isEmpty { message["tool_calls"] = .array(found.map(\.json)) }
        if let thinkingField { message[thinkingField] = .string(thinking) }
        return ProviderContent(api: ChatRequest.api, model: context.identity.model, content: .object(message))
    }

    private func tokens(_ words: String, _ thoughts: String, _ found: [ChatToolCalls.Found]) -> TokenUsage {
        func count(_ value: JSONValue?) -> Int? { value?.integer.map { Int($0) } }
        let details = usage?["prompt_tokens_details"]
        let outputBytes = words.utf8.count + thoughts.utf8.count + found.reduce(0) { $0 + $1.json.text.utf8.count }
        return TokenUsage(
            input: count(usage?["prompt_tokens"]) ?? TokenEstimate.tokens(bytes: context.promptBytes),
            cacheRead: count(details?["cached_tokens"]) ?? count(usage?["prompt_cache_hit_tokens"]) ?? 0,
            cacheWrite: count(details?["cache_write_tokens"]) ?? 0,
            output: count(usage?["completion_tokens"]) ?? TokenEstimate.tokens(bytes: outputBytes))
    }

    /// Some servers cut a prompt that is too long and answer what is left of it.
    private func checkPromptLength() throws(ModelFailure) {
        guard context.mayCutPrompts, let counted = usage?["prompt_tokens"]?.integer, counted > 0,
            TokenEstimate.isImplausible(tokens: Int(counted), bytes: context.promptBytes)
        else { return }
        throw ModelFailure(
            .contextFull, "the server counted \(counted) tokens in \(context.promptBytes) bytes: it cut the prompt",
            hint: "raise the server's context length (Ollama: num_ctx)")
    }
}

/// How many tokens some text is, where nobody says.
enum TokenEstimate {
    /// About four bytes a token.
    static func tokens(bytes: Int) -> Int { (bytes + 3) / 4 }

    /// Whether a count is too small for the text: no tokenizer packs more than a dozen bytes of prose and JSON into a
    /// token on average, and small prompts are not worth the doubt.
    static func isImplausible(tokens: Int, bytes: Int) -> Bool { bytes > 24_000 && bytes / max(tokens, 1) > 12 }
}
