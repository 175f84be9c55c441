import JSONValues

/// The arguments of a tool call as they arrive: a text that should be a JSON object.
enum ToolArguments {
    /// Parses the text; no text at all is an object without members.
    static func call(id: String, name: String, text: String) -> ToolCall {
        guard !text.allSatisfy(\.isWhitespace) else { return ToolCall(id: id, name: name, arguments: [:]) }
        if let value = try? JSONValue(parsing: text), value.object != nil {
            return ToolCall(id: id, name: name, arguments: value)
        }
        return ToolCall(id: id, name: name, arguments: .null, invalidArguments: text)
    }
}

extension ToolCall {
    /// What may be said again about the arguments: half an object in the history makes providers refuse all of it.
    var repeatableArguments: JSONValue { arguments.object == nil ? [:] : arguments }
}

extension [ModelMessage] {
    /// How many calls the conversation holds; made-up ids count on from here.
    var toolCallCount: Int {
        reduce(0) { count, message in
            if case .assistant(let turn) = message { count + turn.toolCalls.count } else { count }
        }
    }
}
