import Analysis
import SpanSources
import Telemetry

extension TelemetryDossierBuilder {
    /// The changes that could have caused it; notes why where the history cannot be read.
    func suspects(_ facts: inout DossierFacts, _ plan: InvestigationPlan) async -> SuspectTable {
        guard let finder = suspects else {
            facts.notes.append("no repository is configured, so no change of source was looked at")
            return SuspectTable()
        }
        let named = plan.signals.compactMap(\.service).first
        guard let service = facts.lead?.service ?? named else { return SuspectTable() }
        do {
            return try await finder.suspects(for: await question(&facts, service, plan))
        } catch {
            facts.notes.append("the source history could not be read: \(error)")
            return SuspectTable()
        }
    }

    private func question(
        _ facts: inout DossierFacts, _ service: String, _ plan: InvestigationPlan
    ) async -> SuspectQuestion {
        let change = facts.newBuild(of: service)
        var isOfNewerBuild = false
        await note(&facts, "the builds side by side") { _ async throws(SpanSourceError) in
            guard let (new, previous) = change else { return }
            isOfNewerBuild = try await BuildDifferenceReader(source).isOfNewerBuild(
                BuildSides(previous.observed, new.observed, filter: plan.filter, now: plan.window.end))
        }
        let running = change?.new ?? facts.newestBuild(of: service)
        return SuspectQuestion(
            service: service, operation: facts.lead?.operation, onset: facts.onset ?? plan.window.start,
            build: running?.build, revision: running?.revision, previousBuild: change?.previous.build,
            previousRevision: change?.previous.revision, isOfNewerBuild: isOfNewerBuild,
            clues: facts.exceptions.map(\.stackTrace) + facts.messages + (facts.lead?.codeRegions ?? [])
                + plan.signals.map(\.summary)
                + facts.differences.map(\.conditionText),
            contrasts: Self.contrasts(facts))
    }

    /// What the flags of the suspected service do inside its newest build.
    func flags(_ facts: DossierFacts, _ plan: InvestigationPlan) async throws(SpanSourceError) -> [FlagContrast] {
        guard let service = facts.closest else { return [] }
        let side = BuildSide(
            service: service, build: facts.newestBuild(of: service)?.build, range: plan.window, filter: plan.filter)
        return try await FlagReader(source).contrasts(in: side)
    }

    /// The instance of the suspected service that does worse than its siblings of the newest build, and did not before.
    func instance(
        _ facts: DossierFacts, _ plan: InvestigationPlan
    ) async throws(SpanSourceError) -> InstanceDifference? {
        guard suspects != nil, let service = facts.lead?.service else { return nil }
        func side(_ build: String?, _ range: TimeRange) -> BuildSide {
            BuildSide(service: service, build: build, range: range, filter: plan.filter)
        }
        return try await InstanceReader(source).difference(
            in: side(facts.newestBuild(of: service)?.build, plan.window), earlier: side(nil, plan.baseline))
    }

    /// One flip per flag, and the one instance of several that the fault is on.
    static func contrasts(_ facts: DossierFacts) -> [ContrastedChange] {
        facts.flags.prefix(5).map {
            ContrastedChange(kind: .flag, name: "\($0.flag) = \($0.worse)", finding: $0.sentence)
        }
            + [facts.instance].compactMap(\.self).map {
                ContrastedChange(kind: .infrastructure, name: "\($0.field) = \($0.value)", finding: $0.sentence)
            }
    }
}
