import JSONValues

/// Puts an answer of OpenAI's Responses API together from its finished items.
struct ResponsesAnswer: AnswerAssembly {
    private let identity: ModelIdentity
    private let callOffset: Int
    /// Finished items by their place; the unfinished ones that came before may lack half their content.
    private var items: [Int64: JSONValue] = [:]
    private var response: JSONValue?
    private(set) var isComplete = false
    let mayEndHere = false

    init(identity: ModelIdentity, callOffset: Int) {
        self.identity = identity
        self.callOffset = callOffset
    }

    mutating func receive(_ event: JSONValue, named name: String) throws(ModelFailure) -> [ModelDelta] {
        switch event["type"]?.string ?? name {
        case "response.output_item.added":
            guard event["item"]?["type"] == "function_call" else { return [] }
            return [.toolCallStarted(name: event["item"]?["name"]?.string ?? "")]
        case "response.output_text.delta": return [.text(event["delta"]?.string ?? "")]
        case "response.reasoning_summary_text.delta": return [.thinking(event["delta"]?.string ?? "")]
        case "response.output_item.done":
            if let item = event["item"] { items[event["output_index"]?.integer ?? Int64(items.count)] = item }
        case "response.completed", "response.incomplete", "response.failed":
            response = event["response"]
            isComplete = true
        case "error": throw failure(event)
        default: break
        }
        return []
    }

    mutating func receiveWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelDelta] {
        guard answer["output"]?.array != nil else {
            throw ModelFailure(.malformedAnswer, "the answer has no output")
        }
        response = answer
        isComplete = true
        return blocks(output(isCut: false)).map(ModelDelta.init)
    }

    private func failure(_ event: JSONValue) -> ModelFailure {
        let fault = ProviderFault(status: 200, json: event["response"] ?? event)
        return ModelFailure(
            fault.failureCode, "the provider broke off: \(fault.message.prefix(500))", hint: fault.hint)
    }

    func turn() throws(ModelFailure) -> ModelTurn {
        if response?["status"] == "failed" { throw failure(response ?? .null) }
        let reason = response?["incomplete_details"]?["reason"]?.string
        let isCut = response?["status"] == "incomplete"
        let refusals = output(isCut: false).flatMap { $0["content"]?.array ?? [] }.compactMap { $0["refusal"]?.string }
        guard reason != "content_filter", refusals.isEmpty else {
            throw ModelFailure(.refused, "the model refused\(refusals.first.map { ": \($0.prefix(200))" } ?? "")")
        }
        let kept = output(isCut: isCut)
        return try FinishedAnswer(
            blocks: blocks(kept), isCut: isCut, usage: usage, identity: identity,
            content: ProviderContent(
                api: ResponsesRequest.api, model: identity.model, content: .array(kept.map(Self.repeatable)))
        ).turn()
    }

    /// The items in order, calls with ids and whole arguments. A cut answer loses the call it was cut in, and the
    /// reasoning that led to it: reasoning without its successor is refused.
    private func output(isCut: Bool) -> [JSONValue] {
        let finished = items.sorted { $0.key < $1.key }.map(\.value)
        var output = finished.isEmpty ? response?["output"]?.array ?? [] : finished
        let callIDs = output.filter(Self.isCall).map { $0["call_id"]?.string ?? $0["id"]?.string ?? "" }
        var ids = CallIdentifier.unique(callIDs, offset: callOffset)[...]
        output = output.map { item in
            guard Self.isCall(item), case .object(var members) = item else { return item }
            members["call_id"] = .string(ids.popFirst() ?? "")
            return .object(members)
        }
        guard isCut else { return output }
        output.removeAll { Self.isCall($0) && Self.call($0).invalidArguments != nil }
        while output.last?["type"] == "reasoning" { output.removeLast() }
        return output
    }

    /// The item as it may be sent back: half an object in the history makes the provider refuse all of it.
    private static func repeatable(_ item: JSONValue) -> JSONValue {
        guard isCall(item), call(item).invalidArguments != nil, case .object(var members) = item else { return item }
        members["arguments"] = "{}"
        return .object(members)
    }

    private static func isCall(_ item: JSONValue) -> Bool { item["type"] == "function_call" }

    private static func call(_ item: JSONValue) -> ToolCall {
        ToolArguments.call(
            id: item["call_id"]?.string ?? "", name: item["name"]?.string ?? "", text: item["arguments"]?.string ?? "")
    }

    private func blocks(_ output: [JSONValue]) -> [ModelTurn.Block] {
        output.flatMap { item -> [ModelTurn.Block] in
            switch item["type"]?.string {
            case "message": (item["content"]?.array ?? []).compactMap { $0["text"]?.string.map { .text($0) } }
            case "reasoning": (item["summary"]?.array ?? []).compactMap { $0["text"]?.string.map { .thinking($0) } }
            case "function_call": [.toolCall(Self.call(item))]
            default: []
            }
        }
    }

    private var usage: TokenUsage {
        func count(_ value: JSONValue?) -> Int { Int(value?.integer ?? 0) }
        let counts = response?["usage"]
        return TokenUsage(
            input: count(counts?["input_tokens"]),
            cacheRead: count(counts?["input_tokens_details"]?["cached_tokens"]),
            cacheWrite: count(counts?["input_tokens_details"]?["cache_write_tokens"]),
            output: count(counts?["output_tokens"]))
    }
}
