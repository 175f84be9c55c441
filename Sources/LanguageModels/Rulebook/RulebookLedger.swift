import JSONValues

/// The hypotheses of the rulebook: its candidate, the next one, no fault, and a second cause.
struct RulebookLedger {
    private let investigation: RulebookInvestigation
    private let facts: RulebookCase

    init(_ investigation: RulebookInvestigation) {
        self.investigation = investigation
        facts = investigation.facts
    }

    var arguments: JSONValue {
        let checked = evidence("services") ?? facts.evidence
        return [
            "record": .array([candidate, rival, noFault, secondCause]),
            "silent_services_checked": .array([.string(checked)]),
        ]
    }

    private func evidence(_ key: String) -> String? { investigation.answer(key)?.evidence }

    private func list(_ ids: [String?]) -> JSONValue {
        var seen: [String] = []
        for case .some(let id) in ids where !seen.contains(id) { seen.append(id) }
        return .array(seen.map(JSONValue.string))
    }

    private var hasFault: Bool { facts.lead != nil && facts.hasFault }

    private var candidate: JSONValue {
        guard facts.silence == nil else {
            return [
                "id": "H1", "kind": "fault",
                "statement": "all services stopped, or nothing of them reaches whyd any more", "status": "supported",
                "mechanism": "what all share broke: the system itself or the way of its telemetry",
                "predictions": ["spans of all services come again together"].asJSON,
                "supporting": list([facts.evidence, evidence("services")]),
                "tests": list([evidence("services"), evidence("before"), facts.evidence]),
                "reason": "no service sends what was due at the pace of the time before",
            ]
        }
        guard let lead = facts.lead, hasFault else {
            return [
                "id": "H1", "kind": "fault", "statement": "one of the services deviates from its baseline",
                "status": "refuted", "opposing": list([facts.evidence]),
                "tests": list([evidence("services"), evidence("before"), facts.evidence]),
                "reason": "no operation deviates beyond chance",
            ]
        }
        let looks = facts.looks
        let build = RulebookBuilds(investigation).badBuild
        let statement = build.map { "build \($0.build) of \(lead) brought it: \(lead) is \(looks)" }
        return [
            "id": "H1", "kind": "fault",
            "statement": .string(statement ?? "\(lead) is where it begins: it is \(looks)"),
            "mechanism": .string(facts.evidenceOfLead),
            "predictions": ["the callers of \(lead) deviate only in what they wait for or inherit from it"].asJSON,
            "status": "supported",
            "supporting": list([facts.evidence, evidence("builds"), evidence("trace"), evidence("diff")]),
            "tests": list([evidence("builds"), evidence("compare"), evidence("services"), facts.evidence]),
            "reason": "its own evidence is the strongest, and what else deviates calls it",
        ]
    }

    private var rival: JSONValue {
        let second = facts.candidates.dropFirst().first
        let statement =
            second.map { "\($0.text("service")) is where it begins" }
            ?? "more traffic than usual slows the services down"
        let reason: String
        if let second, let first = facts.candidates.first {
            reason =
                "its evidence scores \(RulebookWords.number(second.number("score"))), that of "
                + "\(first.text("service")) \(RulebookWords.number(first.number("score")))"
        } else {
            reason = "the numbers of spans do not explain it"
        }
        return [
            "id": "H2", "kind": "fault", "statement": .string(statement), "status": "refuted",
            "opposing": list([facts.evidence, evidence("services")]),
            "tests": list([evidence("services"), evidence("before"), facts.evidence]), "reason": .string(reason),
        ]
    }

    private var noFault: JSONValue {
        [
            "id": "H3", "kind": "no_fault", "statement": "nothing is wrong: the window is like the baseline",
            "status": hasFault ? "refuted" : "supported", "supporting": hasFault ? [] : list([facts.evidence]),
            "opposing": hasFault ? list([facts.evidence]) : [],
            "tests": list([evidence("services"), evidence("before"), facts.evidence]),
            "reason": hasFault ? "operations deviate beyond chance and usual movement" : "no operation deviates",
        ]
    }

    private var secondCause: JSONValue {
        [
            "id": "H4", "kind": "second_cause", "statement": "something else went wrong independently",
            "status": "refuted", "opposing": list([evidence("services"), facts.evidence]),
            "tests": list([evidence("services"), evidence("before"), facts.evidence]),
            "reason": "no service off the way of the calls deviates as strongly",
        ]
    }
}

extension [String] {
    var asJSON: JSONValue { .array(map(JSONValue.string)) }
}
