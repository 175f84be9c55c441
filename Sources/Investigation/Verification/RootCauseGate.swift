import Telemetry

/// Decides whether a cause is established or only suspected: path, deviation, order in time, trusted evidence.
struct RootCauseGate {
    let facts: Dossier.Facts
    /// Claims that were checked and hold.
    let verified: [Claim]
    let verifier: Verifier
    /// How far clocks and buckets may be apart.
    let clockError: Duration = .seconds(90)

    /// What is missing; empty for an established cause.
    func objections(to cause: Cause) -> [String] {
        path(of: cause) + deviations(on: cause) + order(of: cause) + trust(in: cause)
    }

    private func path(of cause: Cause) -> [String] {
        guard !cause.path.isEmpty else { return ["it has no path to the symptom"] }
        var objections: [String] = []
        for (from, to) in zip(cause.path, cause.path.dropFirst()) where from.service != to.service {
            let isSeen = facts.edges.contains {
                // The fault travels from callee to caller (errors, slowness) or from caller to callee (load).
                ($0.caller == to.service && $0.callee == from.service)
                    || ($0.caller == from.service && $0.callee == to.service)
            }
            if !isSeen { objections.append("no call between \(from.service) and \(to.service) was seen") }
        }
        for step in cause.path where !facts.services.isEmpty && !facts.services.contains(step.service) {
            objections.append("no telemetry of \(step.service) was seen")
        }
        return objections
    }

    private func deviations(on cause: Cause) -> [String] {
        var missing: [String] = []
        for service in cause.path.map(\.service) where !missing.contains(service) {
            let deviates = facts.deviations.contains { $0.service == service } || facts.silentServices.contains(service)
            if !deviates { missing.append(service) }
        }
        return missing.map { "\($0) is on the path but does not deviate from its baseline" }
    }

    private func order(of cause: Cause) -> [String] {
        var objections: [String] = []
        guard let first = cause.path.first, let last = cause.path.last else { return [] }
        if first.service != last.service, let start = onset(of: first.service), let symptom = onset(of: last.service),
            start > symptom + clockError
        {
            objections.append("\(first.service) began to deviate at \(start), after \(last.service) at \(symptom)")
        }
        guard let bad = cause.badBuild else { return objections }
        guard let appearance = facts.builds.first(where: { $0.service == bad.service && $0.build == bad.build }) else {
            return objections + ["build \(bad.build) of \(bad.service) was not seen"]
        }
        if let onset = onset(of: bad.service) ?? facts.onset, appearance.firstSeen > onset + clockError {
            objections.append("build \(bad.build) appeared at \(appearance.firstSeen), after the onset at \(onset)")
        }
        return objections
    }

    private func onset(of service: String) -> Timestamp? {
        facts.deviations.filter { $0.service == service }.compactMap(\.onset).min()
    }

    /// No cause rests on text from outside alone.
    private func trust(in cause: Cause) -> [String] {
        let isMeasured = verified.contains { verifier.restsOnTrusted($0) }
        return isMeasured ? [] : ["no verified claim rests on a measured number; text alone proves no cause"]
    }
}
