import Foundation
import Investigation
import LanguageModels
import SpanSources
import Telemetry
import ToolKit
import Tools

/// The way of a case from its signal to its report, as the daemon goes it: dossier, loop, tools, verifier.
struct CasePath: Sendable {
    let source: any SpanSource
    let configuration: EvaluationConfiguration
    /// Finds changes of source; nil where a case has none.
    var suspects: (any SuspectFinding)?

    /// Investigates as often as the configuration says.
    func investigated(
        _ id: String, _ signals: [PlannedSignal], window: TimeRange, baseline: TimeRange
    ) async throws -> [InvestigatedCase] {
        var results: [InvestigatedCase] = []
        for round in 0..<(configuration.models.isEmpty ? 1 : max(1, configuration.repeats)) {
            let plan = InvestigationPlan(
                id: "\(id)-\(round)", question: signals.first?.summary ?? "What went wrong?", signals: signals,
                window: window, baseline: baseline, now: window.end, pseudonymKey: id)
            let investigated = try await investigate(plan)
            try keep(investigated.report, plan.id)
            results.append(investigated)
        }
        return results
    }

    /// Writes a report where somebody wants to read it; a second one of the same case gets a name of its own.
    private func keep(_ report: Report, _ id: String) throws {
        guard let folder = configuration.reports else { return }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var file = folder.appending(path: "\(id).md")
            if FileManager.default.fileExists(atPath: file.path) { file = folder.appending(path: "\(id)-found.md") }
            try Data(ReportMarkdown(report).text.utf8).write(to: file)
        } catch {
            throw EvaluationError(.store, "\(folder.path) cannot be written: \(error)")
        }
    }

    private func investigate(_ plan: InvestigationPlan) async throws -> InvestigatedCase {
        let recorder = CaseRecords()
        let clock = ContinuousClock()
        let began = clock.now
        let investigator = Investigator(
            models: configuration.models + [Rulebook()], registry: ToolRegistry(BuiltInTools.onSpans(source)),
            recorder: recorder, dossiers: TelemetryDossierBuilder(source: source, suspects: suspects),
            prices: configuration.prices
        ) {
            // The case's own time, so that two runs write the same report.
            plan.now
        }
        let report = try await investigator.investigate(plan)
        return InvestigatedCase(
            report: report, evidence: recorder.evidence,
            audit: ReportAudit(
                report, transcript: recorder.entries, evidence: recorder.evidence, plan: plan),
            seconds: (clock.now - began).inSeconds)
    }
}
