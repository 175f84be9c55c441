import JSONValues
import ToolKit

/// The steps of an investigation: look around, compare builds, read the change, weigh, submit.
struct RulebookInvestigation {
    let conversation: RulebookConversation
    let facts: RulebookCase
    private let definitions: [String: ToolDefinition]

    init(_ conversation: RulebookConversation, _ tools: [ToolDefinition]) {
        self.conversation = conversation
        facts = RulebookCase(conversation.opening)
        definitions = Dictionary(tools.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The next answer.
    func reply(mayCallTools: Bool) -> ModelTurn {
        guard mayCallTools else { return .said(RulebookReport(self).arguments.text) }
        let steps: [(String, () -> [ToolCall])] = [
            ("Look at the affected operations, their builds and one example, and at everything else.", survey),
            ("Compare the builds and read what changed between them.", changes),
            ("Read the suspected source at the build that runs.", source),
            ("Weigh the candidates against what was read.", ledger),
            ("Submit what can be supported.", submission),
        ]
        for (words, step) in steps {
            let calls = step().filter { !conversation.called.contains(key(of: $0)) && definitions[$0.name] != nil }
            if !calls.isEmpty { return .calling(calls, saying: words) }
        }
        return .said(RulebookReport(self).arguments.text)
    }

    func answer(_ key: String) -> RulebookAnswer? { conversation.answers[key].flatMap { $0.isError ? nil : $0 } }

    private func key(of call: ToolCall) -> String { String(call.id.split(separator: ".")[1]) }
}

extension RulebookInvestigation {
    private func survey() -> [ToolCall] {
        let measures: JSONValue = ["count", "error_rate", "p95(duration)"]
        var calls = [
            conversation.call(
                "services", "query_spans", ["group_by": ["service"], "aggregates": measures, "limit": 100])
        ]
        if let (from, to) = RulebookCase.ends(facts.baseline) {
            calls.append(
                conversation.call(
                    "before", "query_spans",
                    [
                        "group_by": ["service"], "aggregates": measures, "limit": 100, "from": .string(from),
                        "to": .string(to),
                    ]))
        }
        guard let lead = facts.lead else { return calls }
        if facts.newBuild != nil, let (from, _) = RulebookCase.ends(facts.baseline),
            let (_, to) = RulebookCase.ends(facts.window)
        {
            calls.append(
                conversation.call(
                    "builds", "query_spans",
                    [
                        "filter": [Self.condition("service", "=", .string(lead))], "group_by": ["name", "build"],
                        "aggregates": measures, "limit": 100, "from": .string(from), "to": .string(to),
                    ]))
        }
        if let comparison { calls.append(conversation.call("compare", "compare_spans", comparison)) }
        if let trace = facts.exemplar {
            calls.append(conversation.call("trace", "get_trace", ["trace_id": .string(trace), "max_lines": 40]))
        }
        return calls
    }

    /// The failing or slow spans of the worst operation against its others.
    private var comparison: JSONValue? {
        guard let worst = facts.leadOperation else { return nil }
        let mine = [
            Self.condition("service", "=", .string(worst.text("service"))),
            Self.condition("name", "=", .string(worst.text("operation"))),
        ]
        let fails = worst.text("deviates").contains("errors")
        let special =
            fails
            ? Self.condition("status", "=", "error")
            : Self.condition("duration", ">", .number(worst.number("p95_before")))
        return [
            "selection": ["filter": .array(mine + [special])], "baseline": ["filter": .array(mine)],
            "exclude": fails ? ["status", "statusMessage"] : ["duration"], "limit": 10,
        ]
    }

    static func condition(_ field: String, _ op: String, _ value: JSONValue) -> JSONValue {
        ["field": .string(field), "op": .string(op), "value": value]
    }

    private func changes() -> [ToolCall] {
        guard let lead = facts.lead, let (new, previous) = facts.newBuild else { return [] }
        let wanted: [(names: [String], value: String)] = [
            (["service"], lead),
            (["to_build", "to", "new_build", "new", "after", "build", "build_b"], new.text("build")),
            (
                ["from_build", "from", "old_build", "old", "before", "previous", "base", "build_a"],
                previous.text("build")
            ),
        ]
        return [conversation.call("diff", "diff_builds", arguments(of: "diff_builds", wanted))]
    }

    /// Arguments under whichever of the names a tool's schema has.
    private func arguments(of tool: String, _ wanted: [(names: [String], value: String)]) -> JSONValue {
        let properties = definitions[tool]?.words.inputSchema["properties"]?.object ?? [:]
        var arguments: [String: JSONValue] = [:]
        for (names, value) in wanted {
            if let name = names.first(where: { properties[$0] != nil }) { arguments[name] = .string(value) }
        }
        return .object(arguments)
    }

    private func source() -> [ToolCall] {
        guard let suspect = RulebookSuspects(self).ranked.first, !suspect.file.isEmpty, let lead = facts.lead else {
            return []
        }
        let revision = facts.newBuild?.new.text("revision") ?? ""
        return [
            conversation.call(
                "source", "read_source",
                arguments(
                    of: "read_source",
                    [
                        (["service"], lead), (["path", "file"], suspect.file),
                        (["revision", "at"], revision.isEmpty ? suspect.name : revision),
                        (["build"], facts.newBuild?.new.text("build") ?? ""),
                    ].filter { !$0.value.isEmpty }))
        ]
    }

    private func ledger() -> [ToolCall] {
        [conversation.call("ledger", "hypotheses", RulebookLedger(self).arguments)]
    }

    /// A report that is sent back is submitted again with fewer claims, at most twice.
    private func submission() -> [ToolCall] {
        let attempt = (1...3).first { !conversation.called.contains("submit\($0)") } ?? 4
        guard attempt <= 3 else { return [] }
        return [
            conversation.call(
                "submit\(attempt)", "submit_report", RulebookReport(self, attempt: attempt).arguments)
        ]
    }
}

extension ModelTurn {
    /// A finished answer in words.
    static func said(_ text: String) -> ModelTurn { ModelTurn(blocks: [.text(text)], stop: .finished) }

    /// An answer that calls tools.
    static func calling(_ calls: [ToolCall], saying words: String) -> ModelTurn {
        ModelTurn(blocks: [.text(words)] + calls.map { .toolCall($0) }, stop: .toolCalls)
    }
}
