import JSONValues
import LanguageModels
import Prompts
import Telemetry
import ToolKit

/// One run of the loop: decides, acts, appends, saves, until there is a report.
struct InvestigationRun {
    let parts: Investigator
    private(set) var transcript: Transcript
    let onEvent: Investigator.EventHandler
    /// What may be called, by name; the same bytes at every step.
    let tools: Result<[ToolDefinition], ToolWordsError>

    var plan: InvestigationPlan { transcript.plan }
    var redactor: Redactor { Redactor(key: Array(plan.pseudonymKey.utf8)) }

    init(parts: Investigator, transcript: Transcript, onEvent: @escaping Investigator.EventHandler) {
        self.parts = parts
        self.transcript = transcript
        self.onEvent = onEvent
        tools = Self.tools(parts.registry, transcript.plan)
    }

    /// Runs to the report.
    mutating func finish() async throws(InvestigationError) -> Report {
        while true {
            if Task.isCancelled { throw InvestigationError(.cancelled, "stopped", hint: "resume goes on from here") }
            switch try await next() {
            case .open: try await open()
            case .tell(let words, let telling): try await say(words, telling)
            case .ask(let model, let mayCallTools): try await ask(parts.models[model], mayCallTools: mayCallTools)
            case .passOver(let model): try await passOver(parts.models[model])
            case .callTools(let turn): try await callTools(of: turn)
            case .concludeFromText(let text): try await conclude(assembly.report(fromText: text))
            case .concludeWithout(let reason): try await conclude(assembly.report(endedBecause: reason))
            case .finished(let report): return try await publish(report)
            }
        }
    }

    private func next() async throws(InvestigationError) -> NextAction {
        let isSpent = try await isDaySpent()
        return NextAction(
            after: transcript, models: parts.models.count, guards: LoopGuards(budget: plan.budget, now: parts.now()),
            isAffordable: { !isSpent || parts.prices.isFree(parts.models[$0].identity) }, fits: fits)
    }

    /// Whether all investigations of this UTC day together have spent what a day may cost.
    private func isDaySpent() async throws(InvestigationError) -> Bool {
        guard let limit = plan.budget.dollarsPerDay else { return false }
        let day: Int64 = 86_400_000_000_000
        let midnight = Timestamp(nanoseconds: parts.now().nanoseconds / day * day)
        return try await recording { try await parts.recorder.dollarsSpent(since: midnight) } >= limit
    }

    /// Whether the next request and its answer fit a model of the chain, by a careful estimate.
    private func fits(_ position: Int) -> Bool {
        let model = parts.models[position]
        guard let limit = model.contextTokens, let request = try? request(for: model.identity, mayCallTools: true)
        else { return true }
        return ContextEstimate(request).tokens + request.maximumOutputTokens <= limit
    }

    private mutating func open() async throws(InvestigationError) {
        let prompt: Prompt
        let system: String
        do {
            prompt = try parts.prompts.prompt(plan.mode == .investigate ? "investigate" : "answer")
            system = try prompt.filled(["steps": "\(plan.budget.steps)"])
        } catch {
            throw InvestigationError(.prompt, error.message)
        }
        let startedAt = parts.now()
        var dossier = await parts.dossiers.dossier(for: plan)
        dossier.output = redactor.redact(dossier.output)
        let first = Evidence(
            id: EvidenceID(1), tool: "dossier", arguments: .object([:]), output: dossier.output, takenAt: startedAt)
        let verifier = Verifier(evidence: [first.id: first], plan: plan, facts: dossier.facts)
        dossier.firstReport = ReportMasking(redactor).masked(verifier.checked(dossier.firstReport))
        let opening = TranscriptEntry.Opening(
            dossier: dossier, system: system, promptName: prompt.name, promptHash: ContentHash.sha256(prompt.body),
            runbooks: runbooks(for: dossier), startedAt: startedAt)
        let report = dossier.firstReport
        try await recording { try await parts.recorder.save(report, isFinal: false, of: plan) }
        try await append([.opened(opening)], evidence: [first])
        await onEvent(.dossierReady(dossier))
    }

    /// The team's runbooks for the services and the words of the case; at most three.
    private func runbooks(for dossier: Dossier) -> [Runbook] {
        let named = plan.signals.compactMap(\.service) + dossier.facts.deviations.map(\.service)
        let words = plan.signals.flatMap { [$0.summary, $0.source] } + [plan.question]
        return Array(parts.prompts.runbooks.filter { $0.fits(services: named, alerts: words) }.prefix(3))
    }

    private mutating func say(_ words: String, _ telling: TranscriptEntry.Telling) async throws(InvestigationError) {
        try await append([.told(words, telling)])
        if telling != .opening { await onEvent(.notice(words)) }
    }

    /// Adds a person's further question.
    mutating func tell(_ question: String) async throws(InvestigationError) {
        try await append([.told(redactor.redact(UntrustedText.cleaned(question, limit: 4000)), .followUp)])
    }

    /// Ends a run that was stopped, so that the next question starts from a whole conversation.
    mutating func abandon() async throws(InvestigationError) {
        if case .answered(let answer) = transcript.entries.last, !answer.turn.toolCalls.isEmpty {
            try await callTools(of: answer.turn)
        }
        guard transcript.report == nil else { return }
        try await append([.concluded(assembly.report(endedBecause: "it was stopped"))])
    }

    mutating func append(_ entries: [TranscriptEntry], evidence: [Evidence] = []) async throws(InvestigationError) {
        let position = transcript.entries.count
        let plan = plan
        try await recording {
            try await parts.recorder.append(entries, evidence: evidence, at: position, to: plan)
        }
        transcript.append(entries, evidence: evidence)
    }

    private mutating func conclude(_ report: Report) async throws(InvestigationError) {
        try await append([.concluded(await rerun(report))])
    }

    /// The report with what became of its cited calls when they were run again.
    func rerun(_ report: Report) async -> Report {
        let rerun = CitationRerun(
            replay: EvidenceReplay(registry: parts.registry, plan: plan), facts: transcript.facts,
            backend: transcript.opening?.dossier.output.backend ?? "")
        let finding = await rerun.finding(on: report, transcript.evidence)
        var report = report
        report.notes += finding.notes
        report.making.rerunCalls = finding.calls
        report.making.changedCalls = finding.changed
        return report
    }

    /// Saving again what was saved changes nothing, so a run killed between transcript and report heals here.
    private func publish(_ report: Report) async throws(InvestigationError) -> Report {
        let plan = plan
        try await recording { try await parts.recorder.save(report, isFinal: true, of: plan) }
        await onEvent(.reported(report))
        return report
    }

    var assembly: ReportAssembly { ReportAssembly(transcript: transcript, redactor: redactor, now: parts.now()) }

    func recording<Value>(_ body: () async throws -> Value) async throws(InvestigationError) -> Value {
        do {
            return try await body()
        } catch {
            throw InvestigationError(.recorder, "the investigation could not be recorded: \(error)")
        }
    }
}
