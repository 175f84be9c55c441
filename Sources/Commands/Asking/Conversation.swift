import Investigation
import Telemetry

/// Questions and follow-up questions about the same window, with the context kept between them.
actor Conversation {
    private let investigator: Investigator
    private let plans: CasePlan
    private let now: @Sendable () -> Timestamp
    private let window: Duration
    private var plan: InvestigationPlan?

    init(investigator: Investigator, plans: CasePlan, window: Duration, now: @escaping @Sendable () -> Timestamp) {
        self.investigator = investigator
        self.plans = plans
        self.window = window
        self.now = now
    }

    /// Asks; the first question fixes the window, later ones go on in the same transcript.
    func ask(
        _ question: String, onEvent: @escaping @Sendable (InvestigationEvent) async -> Void
    ) async throws(InvestigationError) -> Report {
        if let plan { return try await investigator.ask(question, in: plan, onEvent: onEvent) }
        let time = now()
        let plan = plans.plan(forQuestion: question, window: TimeRange(last: window, before: time), now: time)
        self.plan = plan
        return try await investigator.investigate(plan, onEvent: onEvent)
    }

    /// Forgets what was said; the next question begins anew.
    func restart() { plan = nil }
}
