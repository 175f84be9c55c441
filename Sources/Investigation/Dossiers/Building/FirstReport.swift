import Analysis
import JSONValues
import Telemetry

/// The report that exists before any model is asked, written from the dossier alone.
struct FirstReport {
    private let plan: InvestigationPlan
    private let facts: DossierFacts

    init(_ plan: InvestigationPlan, _ facts: DossierFacts) {
        self.plan = plan
        self.facts = facts
    }

    var report: Report {
        Report(
            title: title, answer: answer,
            outcome: isHealthy ? .noFault : .inconclusive,
            severity: severity,
            confidence: facts.lead == nil ? .inconclusive : .possible, onset: facts.onset, impact: impact,
            timeline: timeline, cause: cause, suspects: facts.suspects, claims: claims,
            blindSpots: facts.notes.map { BlindSpot(missing: $0) },
            nextSteps: ["Wait for the investigation that is under way; this report comes from the dossier alone."]
        ).weighed(against: plan.signals)
    }

    private var isHealthy: Bool {
        facts.affected.isEmpty && facts.lead == nil && !facts.operations.isEmpty && facts.silence == nil
            && facts.failing?.telling == nil && facts.errorRecords.isEmpty
    }

    private var title: String {
        if facts.silence != nil { return "Hardly anything is received from any service" }
        guard !facts.operations.isEmpty else { return "There is no telemetry in the window" }
        guard let lead = facts.lead else {
            return facts.affected.first.map { "\($0.service) \($0.operation) deviates" }
                ?? facts.errorRecords.first.map { "\($0.service) logs more of an error: \($0.template)" }
                ?? "Nothing deviates"
        }
        return "\(lead.service) is \(lead.faultKind.words)"
    }

    private var answer: String {
        if let silence = facts.silence {
            return "\(Int(silence.seen)) spans came in the window where \(Int(silence.due)) were due, from any of "
                + "\(silence.services.count) services: all of it stopped, or nothing of it reaches whyd."
        }
        guard !facts.operations.isEmpty else { return "No span was received for \(plan.window) or its baseline." }
        guard let lead = facts.lead else {
            if facts.affected.isEmpty, let found = facts.failing?.telling {
                return "No operation deviates as a whole; where \(found.conditionText), "
                    + "\(Int(found.failures)) of \(Int(found.count)) spans fail."
            }
            return facts.affected.isEmpty
                ? "No operation deviates from its baseline in \(plan.window)."
                : "\(facts.affected.count) operations deviate, and no service stands out as their origin."
        }
        let change = facts.newBuild(of: lead.service).map { " Its build \($0.new.build) is new." } ?? ""
        return lead.telling.map(\.explanation).joined(separator: " ") + change
    }

    private var severity: Report.Severity {
        if facts.silence != nil { return .critical }
        guard let worst = facts.affected.first else {
            return facts.lead == nil && facts.errorRecords.isEmpty ? .none : .warning
        }
        return worst.errorShare >= 0.25 ? .critical : .warning
    }

    private var impact: Impact {
        Impact(
            affected: facts.affected.prefix(10).map { part($0) },
            healthy: facts.operations.filter { $0.deviations.isEmpty && $0.count >= 5 }.prefix(10).map { part($0) },
            people: facts.people)
    }

    private func part(_ change: OperationChange) -> Impact.Part {
        let errors = "errors \(Self.percent(change.baselineErrorShare)) -> \(Self.percent(change.errorShare))"
        let latency = "p95 \(Self.text(change.baselineMilliseconds)) -> \(Self.text(change.milliseconds)) ms"
        return Impact.Part(
            service: change.service, operation: change.operation,
            observation: change.hasMoreErrors
                ? (change.isSlower ? "\(errors), \(latency)" : errors) : latency)
    }

    private var timeline: [TimelineEntry] {
        var entries = facts.builds.filter(\.isNew).map {
            TimelineEntry(time: $0.firstSeen, text: "first span of \($0.service) \($0.build)")
        }
        if let onset = facts.onset { entries.append(TimelineEntry(time: onset, text: "the deviation begins")) }
        entries += plan.signals.map { TimelineEntry(time: $0.time, text: $0.summary) }
        return entries.sorted { ($0.time, $0.text) < ($1.time, $1.text) }
    }

    private var cause: Cause? {
        guard let lead = facts.lead else { return nil }
        let noticed = facts.affected.last?.service ?? lead.service
        let path = facts.map?.path(from: noticed, to: lead.service)?.reversed() ?? [lead.service]
        return Cause(
            statement: "\(lead.service) is \(lead.faultKind.words)", path: path.map { Cause.Step(service: $0) },
            badBuild: facts.newBuild(of: lead.service).map {
                Cause.BadBuild(service: lead.service, build: $0.new.build, previous: $0.previous.build)
            })
    }

    private var claims: [Claim] {
        facts.affected.prefix(4).map { change in
            let row: [String: JSONValue] = [
                "service": .string(change.service), "operation": .string(change.operation),
                "kind": .string(change.kind),
            ]
            func cite(_ column: String, _ value: Double, _ unit: String) -> Citation {
                Citation(
                    evidence: "E1", section: "operations", row: row, column: column, value: .rounded(value), unit: unit)
            }
            let what = "\(change.service) \(change.operation) (\(change.kind))"
            guard change.hasMoreErrors else {
                return Claim(
                    text: "\(what) takes \(Self.text(change.milliseconds)) ms at the 95th percentile, "
                        + "\(Self.text(change.baselineMilliseconds)) ms before.",
                    citations: [
                        cite("p95", change.milliseconds, "ms"), cite("p95_before", change.baselineMilliseconds, "ms"),
                    ])
            }
            return Claim(
                text: "\(what) fails in \(Self.percent(change.errorShare)) of its spans, "
                    + "\(Self.percent(change.baselineErrorShare)) before.",
                citations: [
                    cite("errors", change.errorShare, "share"),
                    cite("errors_before", change.baselineErrorShare, "share"),
                ])
        }
    }

    private static func percent(_ share: Double) -> String { "\(text(share * 100)) %" }

    private static func text(_ value: Double) -> String { JSONValue.rounded(value).text }
}
