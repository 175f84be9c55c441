import Analysis
public import SpanSources
import Telemetry
import ToolKit

/// Makes dossiers from a span source and, where there is one, source history.
public struct TelemetryDossierBuilder: DossierBuilding {
    let source: any SpanSource
    let suspects: (any SuspectFinding)?
    /// About so many spans and event rows of each range are read whole at most.
    let rowLimit: Int

    /// Makes a builder.
    ///
    /// - Parameter suspects: finds commits; without it the dossier says that no source was looked at.
    public init(source: any SpanSource, suspects: (any SuspectFinding)? = nil, rowLimit: Int = 100_000) {
        self.source = source
        self.suspects = suspects
        self.rowLimit = rowLimit
    }

    public func dossier(for plan: InvestigationPlan) async -> Dossier {
        let (facts, _) = await facts(for: plan)
        return DossierWriter(plan, facts, backend: source.backend).dossier
    }

    /// The changes that could have caused what a plan looks at: the same search as the dossier's, whole.
    public func suspects(for plan: InvestigationPlan) async -> (table: SuspectTable, notes: [String]) {
        let (facts, table) = await facts(for: plan)
        return (table, facts.notes)
    }

    private func facts(for plan: InvestigationPlan) async -> (DossierFacts, SuspectTable) {
        var facts = DossierFacts()
        await note(&facts, "the operations") { facts async throws(SpanSourceError) in
            facts.operations = try await OperationChange.all(source, plan)
        }
        await note(&facts, "the builds") { facts async throws(SpanSourceError) in
            facts.builds = try await BuildSighting.all(source, plan)
        }
        await note(&facts, "the silence") { facts async throws(SpanSourceError) in
            facts.silence = try await TotalSilence.seen(source, plan, facts.operations)
        }
        await note(&facts, "the traces") { facts async throws(SpanSourceError) in try await traces(&facts, plan) }
        await note(&facts, "the onset") { facts async throws(SpanSourceError) in
            facts.onset = try await OnsetSearch(source, plan).onset(facts)
        }
        await note(&facts, "the course") { facts async throws(SpanSourceError) in
            guard let worst = facts.worst else { return }
            facts.course = try await OperationCourse.read(worst, source, plan)
        }
        await note(&facts, "the attributes") { facts async throws(SpanSourceError) in
            try await compare(&facts, plan)
        }
        await note(&facts, "the combinations") { facts async throws(SpanSourceError) in
            facts.failing = try await FailingCombinations.all(source, plan, facts)
        }
        await note(&facts, "the exceptions") { facts async throws(SpanSourceError) in
            guard let service = facts.lead?.service ?? plan.signals.compactMap(\.service).first else { return }
            facts.exceptions = try await ExceptionSample.newest(of: service, in: source, plan)
        }
        await note(&facts, "the error records") { facts async throws(SpanSourceError) in
            let services = Set([facts.lead?.service].compactMap(\.self) + plan.signals.compactMap(\.service))
            facts.errorRecords = try await ErrorRecordChange.all(of: services, in: source, plan)
        }
        await note(&facts, "the flags") { facts async throws(SpanSourceError) in
            facts.flags = try await flags(facts, plan)
        }
        await note(&facts, "the instances") { facts async throws(SpanSourceError) in
            facts.instance = try await instance(facts, plan)
        }
        await note(&facts, "the users") { facts async throws(SpanSourceError) in
            facts.people = try await people(facts, plan)
        }
        let table = await suspects(&facts, plan)
        facts.suspects = table.named
        facts.noSuspectReason = table.noneReason
        return (facts, table)
    }

    func note(
        _ facts: inout DossierFacts, _ part: String,
        _ work: (inout DossierFacts) async throws(SpanSourceError) -> Void
    ) async {
        do {
            try await work(&facts)
        } catch {
            facts.notes.append("\(part) could not be read: \(error)")
        }
    }
}

extension TelemetryDossierBuilder {
    private func compare(_ facts: inout DossierFacts, _ plan: InvestigationPlan) async throws(SpanSourceError) {
        guard let service = facts.closest else { return }
        let worst = facts.affected.first { $0.service == service }
        var filter = plan.filter.and(.service(service))
        if let worst { filter = filter.and(.named(worst.operation)) }
        let condition: Predicate
        if worst?.hasMoreErrors == true {
            condition = .isError
            facts.comparison = "failing spans of \(service) \(worst?.operation ?? "") against its other spans"
        } else {
            let limit = Int64((worst?.baselineMilliseconds ?? 0) * 1e6)
            condition = .compare(.intrinsic(.duration), .greater, .integer(limit))
            facts.comparison =
                "spans of \(service) \(worst?.operation ?? "") slower than its former 95th percentile against the rest"
        }
        guard worst != nil else { return }
        let counts = try await source.compare(
            Comparison(
                selection: .init(range: plan.window, filter: filter.and(condition)),
                baseline: .init(range: plan.window, filter: filter.and(.not(condition)))))
        let outcomes = Set(counts.attributes.map(\.field).filter(OutcomeFields.contains))
        facts.differences = ComparisonScoring.rank(
            counts, options: ComparisonOptions(excludedFields: outcomes, limit: Self.comparedValues))
    }

    /// Values that single out the failing spans; the first ones are shown.
    private static let comparedValues = 40

    /// Whom the affected services' failing spans met; where none fails, their slow ones.
    private func people(_ facts: DossierFacts, _ plan: InvestigationPlan) async throws(SpanSourceError) -> UserImpact? {
        let services = Set(facts.affected.map(\.service)).sorted().prefix(20)
        guard let worst = facts.affected.first else { return nil }
        let rows = Comparison.RowSet(
            range: plan.window,
            filter: plan.filter.and(.isIn(.intrinsic(.service), services.map { .string($0) })))
        let slow = Predicate.named(worst.operation).and(
            .compare(.intrinsic(.duration), .greater, .integer(Int64(worst.baselineMilliseconds * 1e6))))
        let redactor = Redactor(key: Array(plan.pseudonymKey.utf8))
        let reader = UserImpactReader(source) { redactor.pseudonym($0, $1) }
        let impact = try await reader.impact(of: worst.hasMoreErrors ? FailedSpans.predicate : slow, in: rows)
        return impact.isEmpty ? nil : impact
    }
}
