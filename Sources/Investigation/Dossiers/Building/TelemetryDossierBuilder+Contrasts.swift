import Analysis
import SpanSources
import Telemetry

extension TelemetryDossierBuilder {
    /// What the flags of the suspected service do inside its newest build.
    func flags(_ facts: DossierFacts, _ plan: InvestigationPlan) async throws(SpanSourceError) -> [FlagContrast] {
        guard let service = facts.lead?.service ?? facts.affected.first?.service else { return [] }
        let side = BuildSide(
            service: service, build: facts.newBuild(of: service)?.new.build, range: plan.window, filter: plan.filter)
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
            in: side(facts.newBuild(of: service)?.new.build, plan.window), earlier: side(nil, plan.baseline))
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
