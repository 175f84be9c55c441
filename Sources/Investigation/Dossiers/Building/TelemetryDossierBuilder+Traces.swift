import Analysis
import SpanSources
import Telemetry

extension TelemetryDossierBuilder {
    /// Localisation, calls and critical path, off whole traces.
    func traces(_ facts: inout DossierFacts, _ plan: InvestigationPlan) async throws(SpanSourceError) {
        let telemetry = try await CaseTelemetry.read(source, plan, rowLimit: rowLimit)
        let spans = telemetry.batch.spans
        let forest = TraceForest(spans)
        if !telemetry.isWhole { facts.sample = (spans.count, telemetry.spanCount) }
        let errors = telemetry.isWhole ? nil : try await errors(facts, plan)
        facts.localisation = Localisation(telemetry.measures(plan, forest: forest, errors: errors))
        facts.map = ServiceMap(spans, forest)
        let exemplar = try await Exemplar.find(source, facts.lead?.service, plan)
        facts.exemplar = exemplar.trace
        facts.messages = exemplar.messages
        guard let root = exemplar.root else { return }
        facts.pathRoot = root
        facts.path = CriticalPathChange(of: root, spans, forest, window: plan.window, baseline: plan.baseline)
    }

    /// Where errors begin, counted on all spans that err: a sample of the traces may miss a rare one.
    ///
    /// - Returns: nil where there are too many; then a sample serves.
    private func errors(
        _ facts: DossierFacts, _ plan: InvestigationPlan
    ) async throws(SpanSourceError) -> ErrorCounts? {
        let range = TimeRange(start: plan.baseline.start, end: plan.window.end)
        let erring = try await source.spans(
            RowSelection(range: range, filter: plan.filter.and(.isError), order: .oldestFirst, limit: rowLimit))
        guard erring.count < rowLimit else { return nil }
        let totals = facts.operations.compactMap { change -> ErrorCounts.Total? in
            SpanKind.allCases.first { $0.word == change.kind }.map { kind in
                ErrorCounts.Total(
                    operation: Operation(service: change.service, name: change.operation, kind: kind),
                    now: change.count, before: change.baselineCount)
            }
        }
        return ErrorCounts(erring: erring, of: totals, window: plan.window, baseline: plan.baseline)
    }
}
