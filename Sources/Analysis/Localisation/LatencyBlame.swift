import Glibc

/// Charges changed times to services.
///
/// Own time is charged to its service. The gap of a call is charged to the callee, averaged over all that call it, and
/// to the caller, averaged over all it calls: whoever is slow on most of its edges is where the network or the
/// processor is slow. A callee is not charged for a caller that is slow toward most of those it calls.
struct LatencyBlame {
    /// The score of each service, in logarithm units.
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    private let parameters: LocalisationParameters

    init(_ changes: [LatencyChange], _ parameters: LocalisationParameters) {
        self.parameters = parameters
        let own = Dictionary(grouping: changes.filter { $0.caller == nil }, by: \.operation.service)
        let gaps = changes.filter { $0.caller != nil }
        let incoming = Dictionary(grouping: gaps, by: \.operation.service)
        let outgoing = Dictionary(grouping: gaps, by: { $0.caller?.service ?? "" })
        let slowCallers = Set(outgoing.filter { isSlowTowardMost($0.value) }.keys)
        for service in Set(own.keys).union(incoming.keys).union(outgoing.keys) {
            let most = own[service]?.max { $0.score < $1.score }
            let called = Self.average(
                (incoming[service] ?? []).map { discounted($0, slowCallers) }, shrinkage: parameters.incomingShrinkage)
            let calling = Self.average(outgoing[service] ?? [], shrinkage: parameters.outgoingShrinkage)
            let ownAverage = Self.average(own[service] ?? [], shrinkage: 1)
            let ownMost = most?.score ?? 0
            scores[service] =
                max(parameters.ownTimeWeight * ownMost, called, calling)
                + parameters.corroborationShare * (0.5 * ownMost + 0.5 * ownAverage + called + calling)
            record(service, most, called, incoming[service], calling, outgoing[service])
        }
    }

    private static func average(_ changes: [LatencyChange], shrinkage: Double) -> Double {
        let weights = changes.map { log(1 + Double($0.count)) }
        let sum = zip(changes, weights).reduce(0) { $0 + $1.0.score * $1.1 }
        return changes.isEmpty ? 0 : sum / (weights.reduce(0, +) + shrinkage)
    }

    private func isSlowTowardMost(_ calls: [LatencyChange]) -> Bool {
        let bySlowness = Dictionary(grouping: calls, by: \.operation.service).mapValues { $0.map(\.score).max() ?? 0 }
        let slow = bySlowness.values.count { $0 > parameters.slowCallLevel }
        return slow >= 3 && slow * 3 >= bySlowness.count * 2
    }

    private func discounted(_ change: LatencyChange, _ slowCallers: Set<String>) -> LatencyChange {
        guard let caller = change.caller, slowCallers.contains(caller.service) else { return change }
        var result = change
        result.score *= parameters.slowCallerShare
        return result
    }
}

extension LatencyBlame {
    private mutating func record(
        _ service: String, _ own: LatencyChange?, _ called: Double, _ incoming: [LatencyChange]?, _ calling: Double,
        _ outgoing: [LatencyChange]?
    ) {
        if let own, own.score > 0.2 {
            evidence.append(Self.evidence(.selfTime, service, own, own.score, "\(service) spends"))
        }
        if called > 0.2, let worst = incoming?.max(by: { $0.score < $1.score }) {
            let words = "Callers of \(service) wait, beyond its own work,"
            evidence.append(Self.evidence(.callGap, service, worst, called, words))
        }
        if calling > 0.2, let worst = outgoing?.max(by: { $0.score < $1.score }) {
            evidence.append(Self.evidence(.outgoingGap, service, worst, calling, "\(service) waits on its calls"))
        }
    }

    private static func evidence(
        _ signal: LocalisationEvidence.Signal, _ service: String, _ change: LatencyChange, _ score: Double,
        _ words: String
    ) -> LocalisationEvidence {
        LocalisationEvidence(
            signal: signal, service: service, operation: change.operation.name,
            operationService: change.operation.service, score: score, observed: change.observed,
            expected: change.expected, unit: "ms", sampleSize: change.count, baselineSize: change.baselineCount,
            explanation: "\(words) \(Rounded.text(change.observed)) ms in \(change.operation.name)"
                + "\(signal == .selfTime ? " itself" : "") at the 90th percentile of \(change.count) spans, "
                + "\(Rounded.text(change.expected)) ms before.")
    }
}
