import JSONValues

/// Answers a person's question by what its words ask for: slowness, errors, changes, a trace, or an overview.
struct RulebookQuestion {
    private let conversation: RulebookConversation
    private let tools: Set<String>
    private let words: String

    init(_ conversation: RulebookConversation, _ tools: Set<String>) {
        self.conversation = conversation
        self.tools = tools
        words = conversation.question.lowercased()
    }

    /// The next answer.
    func reply(mayCallTools: Bool) -> ModelTurn {
        if mayCallTools {
            for step in [first, second] {
                let calls = step().filter { call in
                    tools.contains(call.name) && !conversation.called.contains { call.id.contains(".\($0).") }
                }
                if !calls.isEmpty { return .calling(calls, saying: "Look at what the question is about.") }
            }
        }
        return .said(
            RulebookPlainAnswer(conversation, service: service, asksErrors: asksErrors, asksChanges: asksChanges).text)
    }

    private func asks(_ marks: [String]) -> Bool { marks.contains { words.contains($0) } }

    private var asksErrors: Bool { asks(["error", "fail", "broken", "exception", "500", "wrong"]) }
    private var asksChanges: Bool { asks(["change", "deploy", "build", "version", "release", "rollout", "commit"]) }

    /// A service of the answers so far that the question names; the longest name wins.
    private var service: String? {
        let rows = conversation.answers["overview"]?.table("rows")?.rows ?? []
        return rows.map { $0.text("service") }.filter { !$0.isEmpty && words.contains($0.lowercased()) }
            .max { ($0.count, $1) < ($1.count, $0) }
    }

    private var trace: String? {
        words.split { !$0.isHexDigit }.first { $0.count == 32 }.map(String.init)
    }

    private func first() -> [ToolCall] {
        var calls = [
            conversation.call(
                "overview", "query_spans",
                ["group_by": ["service"], "aggregates": ["count", "error_rate", "p95(duration)"], "limit": 50])
        ]
        if let range = RulebookCase.ends(conversation.opening["baseline"]?.string ?? "") {
            calls.append(
                conversation.call(
                    "earlier", "query_spans",
                    [
                        "group_by": ["service"], "aggregates": ["count", "error_rate", "p95(duration)"], "limit": 50,
                        "from": .string(range.from), "to": .string(range.to),
                    ]))
        }
        if asksChanges { calls.append(conversation.call("list", "list_builds", [:])) }
        if let trace {
            calls.append(conversation.call("trace", "get_trace", ["trace_id": .string(trace), "max_lines": 60]))
        }
        return calls
    }

    private func second() -> [ToolCall] {
        let mine = service.map { [RulebookInvestigation.condition("service", "=", .string($0))] } ?? []
        var calls = [
            conversation.call(
                "operations", "query_spans",
                [
                    "filter": .array(mine), "group_by": service == nil ? ["service", "name"] : ["name", "build"],
                    "aggregates": ["count", "error_rate", "p95(duration)"],
                    "order_by": asksErrors ? "error_rate" : "p95(duration)", "limit": 15,
                ])
        ]
        guard let service else { return calls }
        let row = conversation.answers["overview"]?.table("rows")?.rows.first { $0.text("service") == service }
        let special =
            asksErrors
            ? RulebookInvestigation.condition("status", "=", "error")
            : RulebookInvestigation.condition("duration", ">=", .number(row?.number("p95(duration)") ?? 0))
        calls.append(
            conversation.call(
                "compare", "compare_spans",
                [
                    "selection": ["filter": .array(mine + [special])], "baseline": ["filter": .array(mine)],
                    "exclude": ["duration", "status", "statusMessage"], "limit": 8,
                ]))
        return calls
    }
}
