import JSONValues

/// Gathers tool calls from fragments as compatible servers send them: without an index, all at index 0, with a new id on
/// every fragment, with arguments as an object, whole.
struct ChatToolCalls: Sendable {
    /// A gathered call and what to send back of it.
    struct Found: Sendable {
        var call: ToolCall
        var json: JSONValue
    }

    private struct Gathered {
        var index: Int64?
        var id: String
        var name: String
        var arguments = ""
        /// Fields nobody here knows, such as Gemini's signatures.
        var extras: [String: JSONValue] = [:]
    }

    private var gathered: [Gathered] = []

    /// Takes one fragment; the name of the call, if it starts one.
    mutating func take(_ fragment: JSONValue) -> String? {
        let name = fragment["function"]?["name"]?.string ?? fragment["name"]?.string ?? ""
        let id = fragment["id"]?.string ?? ""
        let index = fragment["index"]?.integer
        let position = position(of: index, id: id, name: name)
        if position == gathered.count { gathered.append(Gathered(index: index, id: id, name: "")) }
        let isNamed = gathered[position].name.isEmpty && !name.isEmpty
        if isNamed { gathered[position].name = name }
        if gathered[position].id.isEmpty { gathered[position].id = id }
        gathered[position].arguments += Self.text(fragment["function"]?["arguments"] ?? fragment["arguments"])
        for (key, value) in fragment.object ?? [:] where !["index", "id", "type", "function"].contains(key) {
            gathered[position].extras[key] = value
        }
        return isNamed ? name : nil
    }

    /// Which call a fragment belongs to; one past the end for a new one.
    private func position(of index: Int64?, id: String, name: String) -> Int {
        let last = index.map { index in gathered.lastIndex { $0.index == index } } ?? gathered.indices.last
        guard let last else { return gathered.count }
        let current = gathered[last]
        let isOther = !id.isEmpty && !current.id.isEmpty && id != current.id
        // Only a name can start a call: some servers send a fresh id with every fragment.
        guard !name.isEmpty, !current.name.isEmpty else {
            return index == nil && isOther ? gathered.count : last
        }
        let isWhole = (try? JSONValue(parsing: current.arguments)) != nil
        return isOther || name != current.name || (id.isEmpty && isWhole) ? gathered.count : last
    }

    private static func text(_ arguments: JSONValue?) -> String {
        guard let arguments, !arguments.isNull else { return "" }
        return arguments.string ?? arguments.text
    }

    /// The calls, each with an id of its own.
    func calls(offset: Int) -> [Found] {
        let calls = gathered.filter { !$0.name.isEmpty || !$0.arguments.isEmpty }
        let ids = CallIdentifier.unique(calls.map(\.id), offset: offset)
        return zip(calls, ids).map { gathered, id in
            let call = ToolArguments.call(id: id, name: gathered.name, text: gathered.arguments)
            return Found(call: call, json: Self.json(call, gathered.extras))
        }
    }

    /// A call as it is sent back.
    static func json(_ call: ToolCall, _ extras: [String: JSONValue] = [:]) -> JSONValue {
        var json = extras
        json["id"] = .string(call.id)
        json["type"] = "function"
        json["function"] = ["name": .string(call.name), "arguments": .string(call.repeatableArguments.text)]
        return .object(json)
    }
}
