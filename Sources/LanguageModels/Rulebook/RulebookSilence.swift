import JSONValues

/// All services fell silent at once: what can be said of it, and what cannot.
struct RulebookSilence {
    let services: [String]
    private let seen: Double
    private let due: Double
    private let lastSpan: String?

    /// Nil where the dossier does not tell of it.
    init?(_ facts: RulebookCase) {
        func number(_ fact: String) -> Double? {
            facts.rows("overview").first { $0.text("fact") == fact }?.cells["value"]?.double
        }
        guard let seen = number("spans_seen"), let due = number("spans_due") else { return nil }
        services = facts.silentServices
        self.seen = seen
        self.due = due
        lastSpan = facts.facts("last_span").first
    }

    var title: String {
        seen == 0 ? "Nothing is received from any service" : "Hardly anything is received from any service"
    }

    var answer: String {
        let count = seen == 0 ? "No span" : "Only \(RulebookWords.number(seen)) spans"
        let last = lastSpan.map { " The newest span began at \($0)." } ?? ""
        return "\(count) came in the window where \(RulebookWords.number(due)) were due at the pace of before, "
            + "from \(services.count == 1 ? "the only service" : "any of \(services.count) services"): "
            + "\(RulebookWords.list(Array(services.prefix(8)))).\(last) "
            + "Either all of it stopped, or nothing of it reaches whyd: a collector, the network or an exporter's setting. "
            + "Spans cannot tell which, and until they come again nothing about errors or latency can be said; this is not "
            + "a healthy system."
    }

    var claim: String {
        "\(RulebookWords.number(seen)) spans came where \(RulebookWords.number(due)) were due at the pace before."
    }

    var nextSteps: [String] {
        [
            "Call one of the services by hand: if it answers, the way of the telemetry is broken, not the system.",
            "Look at the collector and at the exporters' own logs for refused or dropped spans.",
            "Look for what all services share: the cluster, the network, a deploy or an expired certificate at that time.",
        ]
    }

    /// Every service with what is missing.
    var affected: JSONValue {
        .array(
            services.prefix(12).map { ["service": .string($0), "observation": "hardly a span, where there were many"] })
    }
}

extension RulebookCase {
    /// That all services fell silent; nil where they did not.
    var silence: RulebookSilence? { RulebookSilence(self) }
}
