public import LanguageModels
public import Prompts
public import Telemetry
public import ToolKit

/// Runs investigations: dossier, loop, verified report.
///
/// A run's transcript is its only state and is saved after every step, so any run can be resumed by any process that
/// has the same recorder. Whatever happens, a report is saved: the dossier's first, then the run's own.
public struct Investigator: Sendable {
    public typealias EventHandler = @Sendable (InvestigationEvent) async -> Void

    let models: [any LanguageModel]
    let registry: ToolRegistry
    let recorder: any InvestigationRecorder
    let dossiers: any DossierBuilding
    let prompts: PromptLibrary
    let prices: PriceTable
    let now: @Sendable () -> Timestamp
    let wait: @Sendable (Duration) async throws -> Void

    /// Makes an investigator.
    ///
    /// - Parameters:
    ///   - models: the chain, first choice first; the rulebook belongs at its end.
    ///   - registry: the tools that gather evidence; the loop adds its own.
    ///   - wait: waits out the time that an answer may take.
    public init(
        models: [any LanguageModel], registry: ToolRegistry, recorder: any InvestigationRecorder,
        dossiers: any DossierBuilding, prompts: PromptLibrary = .embedded, prices: PriceTable = PriceTable(),
        now: @escaping @Sendable () -> Timestamp,
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.models = models
        self.registry = registry
        self.recorder = recorder
        self.dossiers = dossiers
        self.prompts = prompts
        self.prices = prices
        self.now = now
        self.wait = wait
    }

    /// Investigates a case or answers a question; goes on where an earlier run of the same plan stopped.
    ///
    /// - Throws: `InvestigationError` where it was cancelled or could not be recorded; never because a model failed.
    public func investigate(
        _ plan: InvestigationPlan, onEvent: @escaping EventHandler = { _ in }
    ) async throws(InvestigationError) -> Report {
        var run = try await load(plan, onEvent: onEvent)
        return try await run.finish()
    }

    /// The same as `investigate`: a run that was stopped goes on, a finished one gives its report again.
    public func resume(
        _ plan: InvestigationPlan, onEvent: @escaping EventHandler = { _ in }
    ) async throws(InvestigationError) -> Report {
        try await investigate(plan, onEvent: onEvent)
    }

    /// Asks a further question in a finished conversation; the context is kept, the budget counts anew.
    ///
    /// Asked of a plan that has no transcript yet, it begins one with that question.
    public func ask(
        _ question: String, in plan: InvestigationPlan, onEvent: @escaping EventHandler = { _ in }
    ) async throws(InvestigationError) -> Report {
        var run = try await load(plan, onEvent: onEvent)
        if run.transcript.opening != nil {
            if run.transcript.report == nil { try await run.abandon() }
            try await run.tell(question)
        }
        return try await run.finish()
    }

    private func load(
        _ plan: InvestigationPlan, onEvent: @escaping EventHandler
    ) async throws(InvestigationError) -> InvestigationRun {
        do {
            let entries = try await recorder.transcript(of: plan.id)
            let evidence = try await recorder.evidence(of: plan.id)
            let transcript = Transcript(plan: plan, entries: entries, evidence: evidence)
            return InvestigationRun(parts: self, transcript: transcript, onEvent: onEvent)
        } catch {
            throw InvestigationError(.recorder, "the transcript of \(plan.id) could not be read: \(error)")
        }
    }
}
