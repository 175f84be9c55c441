import JSONValues

/// Tool calls that a server without a tool-aware template left in the text.
///
/// Only where the whole text is calls: text that merely mentions one, such as a quoted log line, is text.
struct WrittenToolCalls {
    private let values: [JSONValue]

    /// Reads the text; nil where it is anything but calls of tools that may be called.
    init?(_ text: String, names: Set<String>) {
        let values = Self.values(Self.trimmed(text[...]))
        guard let values, !values.isEmpty, values.allSatisfy({ names.contains($0["name"]?.string ?? "") }) else {
            return nil
        }
        self.values = values
    }

    /// The calls, with made-up ids.
    func calls(offset: Int) -> [ChatToolCalls.Found] {
        values.enumerated().map { index, value in
            let arguments = value["arguments"] ?? value["parameters"] ?? [:]
            let call = ToolArguments.call(
                id: "call_\(offset + index + 1)", name: value["name"]?.string ?? "",
                text: arguments.string ?? arguments.text)
            return ChatToolCalls.Found(call: call, json: ChatToolCalls.json(call))
        }
    }

    /// `<tool_call>{…}</tool_call>` any number of times, or one object, in a code fence or not.
    private static func values(_ text: Substring) -> [JSONValue]? {
        guard text.hasPrefix("<tool_call>") else {
            return (try? JSONValue(parsing: unfenced(text))).map { [$0] }
        }
        var values: [JSONValue] = []
        var rest = text
        while rest.hasPrefix("<tool_call>") {
            rest.removeFirst("<tool_call>".count)
            let end = rest.firstRange(of: "</tool_call>") ?? rest.endIndex..<rest.endIndex
            guard let value = try? JSONValue(parsing: trimmed(rest[..<end.lowerBound])) else { return nil }
            values.append(value)
            rest = trimmed(rest[end.upperBound...])
        }
        return rest.isEmpty ? values : nil
    }

    private static func unfenced(_ text: Substring) -> Substring {
        guard text.hasPrefix("```"), text.hasSuffix("```"), let lineEnd = text.firstIndex(of: "\n"), text.count > 6
        else {
            return text
        }
        return trimmed(text[lineEnd...].dropLast(3))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
