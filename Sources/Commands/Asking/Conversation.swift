import Investigation
import Telemetry

/// Questions and follow-up questions about the same window, with the context kept between them.
actor Conversation {
    private let investigator: Investigator
    private let plans: CasePlan
    private let now: @Sendable () -> Timestamp
    private let window: Duration
    /// Where whyd's own spans go; nil keeps none.
    private let selfTelemetry: SelfTelemetry?
    private var plan: InvestigationPlan?

    init(
        investigator: Investigator, plans: CasePlan, window: Duration, now: @escaping @Sendable () -> Timestamp,
        selfTelemetry: SelfTelemetry? = nil
    ) {
        self.investigator = investigator
        self.plans = plans
        self.window = window
        self.now = now
        self.selfTelemetry = selfTelemetry
    }

    /// Asks; the first question fixes the window, later ones go on in the same transcript.
    func ask(
        _ question: String, onEvent: @escaping @Sendable (InvestigationEvent) async -> Void
    ) async throws(InvestigationError) -> Report {
        let report: Report
        let asked: InvestigationPlan
        if let plan {
            asked = plan
            report = try await investigator.ask(question, in: plan, onEvent: onEvent)
        } else {
            let time = now()
            asked = plans.plan(forQuestion: question, window: TimeRange(last: window, before: time), now: time)
            plan = asked
            report = try await investigator.investigate(asked, onEvent: onEvent)
        }
        await selfTelemetry?.record(asked, report)
        return report
    }

    /// Forgets what was said; the next question begins anew.
    func restart() { plan = nil }
}
