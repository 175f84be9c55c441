import LanguageModels
import Telemetry

/// Judges how a run is going. Pure: the same transcript, clock and spending give the same verdict.
struct LoopGuards: Sendable {
    let budget: Budget
    let now: Timestamp

    /// What should happen next, from mild to hard.
    enum Verdict: Equatable, Sendable {
        case proceed
        /// Say something to the model and go on.
        case nudge(String)
        /// Withdraw all tools but those that conclude.
        case withdraw(String)
        /// Ask for the report, without tools.
        case lastStep(String)
        /// Do not ask again.
        case stop(String)
    }

    /// The verdict over the entries since the last question.
    func verdict(_ entries: ArraySlice<TranscriptEntry>, startedAt: Timestamp) -> Verdict {
        let spending = spendingVerdict(entries, startedAt: startedAt)
        if case .stop = spending { return spending }
        if Self.wasTold(.lastStep, in: entries) { return .proceed }
        if case .lastStep = spending { return spending }
        if let since = Self.stepsSince(.withdrawal, in: entries) {
            return since >= 3 ? .lastStep("no report came after the tools were withdrawn") : .proceed
        }
        if case .withdraw = spending { return spending }
        return Repetition(entries).verdict
    }

    private func spendingVerdict(_ entries: ArraySlice<TranscriptEntry>, startedAt: Timestamp) -> Verdict {
        let spending = Spending(entries)
        let limits: [(String, Double, Double)] = [
            ("tokens", Double(spending.tokens), Double(budget.tokens)),
            ("dollars", spending.dollars, budget.dollars ?? .infinity),
            ("seconds", (now - startedAt).inSeconds, budget.seconds),
        ]
        if spending.steps >= budget.steps { return .stop("all \(budget.steps) steps are used") }
        for (name, used, limit) in limits where used >= limit { return .stop("the budget of \(name) is used up") }
        if spending.steps >= budget.steps - 1 { return .lastStep("one step is left") }
        for (name, used, limit) in limits where used >= limit * 0.9 {
            return .lastStep("the budget of \(name) is nearly used up")
        }
        if Double(spending.steps) >= Double(budget.steps) * 0.75 {
            return .withdraw("three quarters of the steps are used")
        }
        for (name, used, limit) in limits where used >= limit * 0.75 {
            return .withdraw("three quarters of the budget of \(name) are used")
        }
        return .proceed
    }

    static func wasTold(_ telling: TranscriptEntry.Telling, in entries: ArraySlice<TranscriptEntry>) -> Bool {
        stepsSince(telling, in: entries) != nil
    }

    /// Answers since something was said; nil where it was not.
    static func stepsSince(_ telling: TranscriptEntry.Telling, in entries: ArraySlice<TranscriptEntry>) -> Int? {
        let position = entries.lastIndex { if case .told(_, telling) = $0 { true } else { false } }
        guard let position else { return nil }
        return Spending(entries[position...]).steps
    }
}
