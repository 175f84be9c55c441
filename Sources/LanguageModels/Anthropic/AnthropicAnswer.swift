import JSONValues

/// Puts an answer of Anthropic's Messages API together.
///
/// Blocks are told apart by their index, since some servers start the second before the first stops. Unknown events,
/// blocks and deltas are kept or passed over, never an error.
struct AnthropicAnswer: AnswerAssembly {
    private let identity: ModelIdentity
    private let callOffset: Int
    private var blocks: [Int: Block] = [:]
    private var usage = AnthropicUsage()
    private var stopReason: String?
    private var stopDetails: JSONValue?
    private(set) var isComplete = false
    let mayEndHere = false

    private struct Block {
        /// As it started, with what came later put in.
        var json: [String: JSONValue]
        var partialInput = ""
    }

    init(identity: ModelIdentity, callOffset: Int) {
        self.identity = identity
        self.callOffset = callOffset
    }

    mutating func receive(_ event: JSONValue, named name: String) throws(ModelFailure) -> [ModelDelta] {
        switch event["type"]?.string ?? name {
        case "message_start": usage.add(event["message"]?["usage"])
        case "content_block_start": return start(event)
        case "content_block_delta": return extend(event)
        case "message_delta":
            usage.add(event["usage"])
            stopReason = event["delta"]?["stop_reason"]?.string ?? stopReason
            stopDetails = event["delta"]?["stop_details"] ?? stopDetails
        case "message_stop": isComplete = true
        case "error":
            let fault = ProviderFault(status: 200, json: event)
            throw ModelFailure(
                fault.failureCode, "the provider broke off: \(fault.message.prefix(500))", hint: fault.hint)
        default: break
        }
        return []
    }

    mutating func receiveWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelDelta] {
        guard let content = answer["content"]?.array else {
            throw ModelFailure(.malformedAnswer, "the answer has no content")
        }
        usage.add(answer["usage"])
        stopReason = answer["stop_reason"]?.string
        stopDetails = answer["stop_details"]
        isComplete = true
        return content.enumerated().flatMap { start(["index": .integer(Int64($0)), "content_block": $1]) }
    }

    private mutating func start(_ event: JSONValue) -> [ModelDelta] {
        guard let index = event["index"]?.integer, let json = event["content_block"]?.object else { return [] }
        blocks[Int(index)] = Block(json: json)
        switch json["type"]?.string {
        case "tool_use": return [.toolCallStarted(name: json["name"]?.string ?? "")]
        case "text": return json["text"]?.string.flatMap { $0.isEmpty ? nil : [.text($0)] } ?? []
        case "thinking": return json["thinking"]?.string.flatMap { $0.isEmpty ? nil : [.thinking($0)] } ?? []
        default: return []
        }
    }

    private mutating func extend(_ event: JSONValue) -> [ModelDelta] {
        guard let index = event["index"]?.integer.map({ Int($0) }), blocks[index] != nil, let delta = event["delta"]
        else { return [] }
        switch delta["type"]?.string {
        case "text_delta":
            let text = delta["text"]?.string ?? ""
            append(text, to: "text", of: index)
            return text.isEmpty ? [] : [.text(text)]
        case "thinking_delta":
            let text = delta["thinking"]?.string ?? ""
            append(text, to: "thinking", of: index)
            return text.isEmpty ? [] : [.thinking(text)]
        case "signature_delta": append(delta["signature"]?.string ?? "", to: "signature", of: index)
        case "input_json_delta": blocks[index]?.partialInput += delta["partial_json"]?.string ?? ""
        default: break
        }
        return []
    }

    private mutating func append(_ text: String, to member: String, of index: Int) {
        let before = blocks[index]?.json[member]?.string ?? ""
        blocks[index]?.json[member] = .string(before + text)
    }

    func turn() throws(ModelFailure) -> ModelTurn {
        switch stopReason {
        case "refusal":
            let category = stopDetails?["category"]?.string.map { " (\($0))" } ?? ""
            throw ModelFailure(.refused, "the model refused\(category)")
        case "model_context_window_exceeded":
            throw ModelFailure(.contextFull, "the conversation no longer fits the model's context")
        default: break
        }
        var parts = parts()
        let isCut = stopReason == "max_tokens"
        if isCut { parts.removeAll { $0.call?.invalidArguments != nil } }
        return try FinishedAnswer(
            blocks: parts.compactMap(\.block), isCut: isCut, usage: usage.tokens, identity: identity,
            content: ProviderContent(
                api: AnthropicRequest.api, model: identity.model, content: .array(parts.map(\.json)))
        ).turn()
    }

    private struct Part {
        var json: JSONValue
        var block: ModelTurn.Block?
        var call: ToolCall? { if case .toolCall(let call) = block { call } else { nil } }
    }

    private func parts() -> [Part] {
        let ordered = blocks.sorted { $0.key < $1.key }.map(\.value)
        let isCall = ordered.map { $0.json["type"] == "tool_use" }
        let callIDs = zip(ordered, isCall).filter(\.1).map { $0.0.json["id"]?.string ?? "" }
        var ids = CallIdentifier.unique(callIDs, offset: callOffset)[...]
        return zip(ordered, isCall).map { block, isCall in
            isCall ? call(block, id: ids.popFirst() ?? "") : words(block)
        }
    }

    private func call(_ block: Block, id: String) -> Part {
        let given = block.json["input"]?.object ?? [:]
        let text = block.partialInput.isEmpty ? JSONValue.object(given).text : block.partialInput
        let call = ToolArguments.call(id: id, name: block.json["name"]?.string ?? "", text: text)
        var json = block.json
        json["id"] = .string(id)
        json["input"] = call.repeatableArguments
        return Part(json: .object(json), block: .toolCall(call))
    }

    private func words(_ block: Block) -> Part {
        let json = JSONValue.object(block.json)
        switch block.json["type"]?.string {
        case "text": return Part(json: json, block: .text(block.json["text"]?.string ?? ""))
        case "thinking": return Part(json: json, block: .thinking(block.json["thinking"]?.string ?? ""))
        default: return Part(json: json, block: nil)
        }
    }
}

/// Anthropic counts the parts of a prompt apart and reports some of them again, cumulatively.
struct AnthropicUsage: Sendable, Equatable {
    private var uncached = 0
    private var cacheRead = 0
    private var cacheWrite = 0
    private var output = 0

    /// Takes a usage object; what it does not name stays.
    mutating func add(_ usage: JSONValue?) {
        func count(_ name: String, _ before: Int) -> Int { usage?[name]?.integer.map { Int($0) } ?? before }
        uncached = count("input_tokens", uncached)
        cacheRead = count("cache_read_input_tokens", cacheRead)
        cacheWrite = count("cache_creation_input_tokens", cacheWrite)
        output = count("output_tokens", output)
    }

    var tokens: TokenUsage {
        TokenUsage(
            input: uncached + cacheRead + cacheWrite, cacheRead: cacheRead, cacheWrite: cacheWrite, output: output)
    }
}
