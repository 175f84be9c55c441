import Analysis
import Telemetry

extension DossierWriter {
    /// What the root-cause gate and the verifier check against.
    var gateFacts: Dossier.Facts {
        let onset = facts.onset ?? plan.window.start
        var deviations = facts.affected.flatMap { change in
            change.deviations.map {
                Dossier.Deviation(service: change.service, operation: change.operation, measure: $0, onset: onset)
            }
        }
        for candidate in facts.localisation?.candidates ?? [] where candidate.score >= DossierFacts.minimumLeadScore {
            let measure: String
            switch candidate.faultKind {
            case .silence: measure = "silence"
            case .exception, .earlyReturn, .unanswered: measure = "errors"
            case .delay, .moreCalls, .slowWork, .unknown: measure = "latency"
            }
            deviations.append(
                Dossier.Deviation(
                    service: candidate.service, operation: candidate.operation.isEmpty ? nil : candidate.operation,
                    measure: measure, onset: onset))
        }
        if let failing = facts.failing, failing.telling != nil {
            deviations.append(
                Dossier.Deviation(
                    service: failing.service, operation: failing.operation, measure: "errors", onset: onset))
        }
        let edges = (facts.map?.calls ?? [:]).flatMap { caller, callees in
            callees.keys.map { Dossier.Edge(caller: caller, callee: $0) }
        }.sorted { ($0.caller, $0.callee) < ($1.caller, $1.callee) }
        return Dossier.Facts(
            onset: facts.onset, edges: edges, deviations: deviations,
            builds: facts.builds.map {
                .init(service: $0.service, build: $0.build, revision: $0.revision, firstSeen: $0.firstSeen)
            }, silentServices: silentServices,
            services: services, people: facts.people)
    }

    /// Every service seen; a sample of the traces may have missed one.
    private var services: [String] {
        let known = facts.localisation?.services ?? []
        return known + Set(facts.operations.map(\.service)).subtracting(known).sorted()
    }
}
