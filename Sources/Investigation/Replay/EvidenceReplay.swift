public import ToolKit

/// Runs the calls behind stored evidence again and tells what changed since.
public struct EvidenceReplay: Sendable {
    private let registry: ToolRegistry
    private let plan: InvestigationPlan

    /// What became of one evidence.
    public enum Outcome: Sendable, Equatable {
        case same
        /// It answers differently now.
        case changed(ToolOutput, OutputDifference)
        /// The call fails now.
        case failed(ToolFailure)
        /// Made by the loop itself (dossier, parts of other evidence); there is no call to repeat.
        case notReplayable
    }

    /// Makes a replay with the tools of today and the window, environment and pseudonyms of then.
    public init(registry: ToolRegistry, plan: InvestigationPlan) {
        self.registry = registry
        self.plan = plan
    }

    /// Repeats one call.
    public func outcome(of evidence: Evidence) async -> Outcome {
        guard registry.contains(evidence.tool) else { return .notReplayable }
        let context = ToolContext(
            window: plan.window, baseline: plan.baseline, now: plan.now, environment: plan.environment,
            redactor: Redactor(key: Array(plan.pseudonymKey.utf8)))
        switch await registry.call(evidence.tool, evidence.arguments, context) {
        case .success(let output):
            if Evidence.hash(of: output) == evidence.hash { return .same }
            let difference = OutputDifference(from: evidence.output, to: output)
            return difference.isEmpty ? .same : .changed(output, difference)
        case .failure(let failure): return .failed(failure)
        }
    }

    /// A report with every claim held against other evidence than the one it was written on.
    ///
    /// - Parameter facts: what the dossier knew, for names and times.
    public func rechecked(_ report: Report, on evidence: [Evidence], facts: Dossier.Facts) -> Report {
        let byID = Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return Verifier(evidence: byID, plan: plan, facts: facts).checked(report)
    }
}
