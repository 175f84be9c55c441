import JSONValues

/// The conversation as the rulebook reads it: what is asked, what is known, and what its own calls gave.
struct RulebookConversation {
    /// The opening message.
    let opening: JSONValue
    /// A person's question; the newest one where several were asked.
    let question: String
    /// Whether a question is answered rather than a case investigated.
    let isQuestion: Bool
    /// Answers by the key of the call (see `call`), the newest where a key was called again.
    let answers: [String: RulebookAnswer]
    /// Keys that were called, answered or not.
    let called: Set<String>
    /// How many answers of a model there are; part of the ids of new calls.
    private let turns: Int

    init?(_ messages: [ModelMessage]) {
        let users = messages.indices.filter { if case .user = messages[$0] { true } else { false } }
        guard let first = users.first, case .user(let text) = messages[first],
            let opening = try? JSONValue(parsing: text), opening.object != nil
        else { return nil }
        self.opening = opening
        let followUps = users.dropFirst().filter { !Self.isLoopWord(messages[$0]) }
        isQuestion = opening["mode"]?.string == "answer" || !followUps.isEmpty
        var question = opening["question"]?.string ?? ""
        if let last = followUps.last, case .user(let text) = messages[last] { question = text }
        self.question = question
        var answers: [String: RulebookAnswer] = [:]
        var called: Set<String> = []
        for message in messages[(followUps.last ?? first)...] {
            switch message {
            case .user: continue
            case .assistant(let turn): called.formUnion(turn.toolCalls.compactMap { Self.key(of: $0.id) })
            case .toolResults(let results):
                for result in results {
                    if let key = Self.key(of: result.callID) { answers[key] = RulebookAnswer(result) }
                }
            }
        }
        self.answers = answers
        self.called = called
        turns = messages.count { if case .assistant = $0 { true } else { false } }
    }

    /// A call that can be recognised later by its key.
    func call(_ key: String, _ tool: String, _ arguments: JSONValue) -> ToolCall {
        ToolCall(id: "rulebook.\(key).\(turns)", name: tool, arguments: arguments)
    }

    private static func key(of id: String) -> String? {
        let parts = id.split(separator: ".")
        return parts.count == 3 && parts[0] == "rulebook" ? String(parts[1]) : nil
    }

    /// Words of the loop itself are no question of a person.
    private static func isLoopWord(_ message: ModelMessage) -> Bool {
        guard case .user(let text) = message else { return true }
        let marks = ["submit_report", "Last step:", "no longer answer", "withdrawn", "Tools cannot be called"]
        return marks.contains { text.contains($0) } || text.hasPrefix("{")
    }
}
