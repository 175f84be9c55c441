import Casebook
import Foundation
import Investigation
import JSONValues
import Telemetry

/// Fixes what an investigation is for: the window, the baseline, the budget and the destination.
struct CasePlan: Sendable {
    let configuration: Configuration

    /// The plan for a case at a moment.
    ///
    /// The window runs from the onset, with a minute's slack for the length of a detector's bucket, to now; the
    /// baseline is what came before it.
    func plan(for item: Case, signals: [Signal], now: Timestamp) -> InvestigationPlan {
        let onset = min(item.onset, now)
        let end = max(min(item.endedAt ?? now, now), onset + .seconds(30))
        return InvestigationPlan(
            id: "case-\(item.id)-\(item.attempts)", caseID: String(item.id), question: item.title,
            signals: signals.map { PlannedSignal($0) }, window: TimeRange(start: onset, end: end),
            baseline: TimeRange(last: configuration.detection.baseline, before: onset), now: now,
            environment: EnvironmentScope(item.environment ?? configuration.environment),
            budget: Budget(configuration.budget),
            destinations: item.destinations, pseudonymKey: UUID().uuidString)
    }

    /// The plan for a person's question about the last hour, or a window they name.
    func plan(forQuestion question: String, window: TimeRange, now: Timestamp) -> InvestigationPlan {
        InvestigationPlan(
            id: "question-\(UUID().uuidString.lowercased())", mode: .answer, question: question, window: window,
            baseline: TimeRange(last: window.duration, before: window.start), now: now,
            environment: EnvironmentScope(configuration.environment), budget: Budget(configuration.budget),
            pseudonymKey: UUID().uuidString)
    }
}

extension PlannedSignal {
    init(_ signal: Signal) {
        self.init(
            source: signal.source, summary: signal.title, service: signal.service, operation: signal.operation,
            build: signal.version, time: signal.startedAt,
            findings: signal.details["lines"]?.array?.compactMap(\.string),
            severity: Report.Severity(rawValue: signal.severity.rawValue))
    }
}

extension Budget {
    init(_ budget: Configuration.Budget) {
        self.init(
            steps: budget.steps, tokens: budget.tokens, dollars: budget.dollars, seconds: budget.time.inSeconds,
            dollarsPerDay: budget.dollarsPerDay)
    }
}
