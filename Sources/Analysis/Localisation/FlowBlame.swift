import OrderedCollections
import Telemetry

/// Charges changed flows to services.
///
/// A change inside a span is charged to its service, with two exceptions: where flows newly end right after a call, the
/// callee is charged, since callers stop when they are given an error or nothing; and where calls and messages newly have
/// no answering span, the service that used to answer is.
struct FlowBlame {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []
    /// Operations whose calls newly have no answering span, with the service that used to answer them and answers nobody
    /// any more; where it still answers others, the way to it is broken and not the service.
    private(set) var gone: [Operation: String] = [:]

    private let parameters: LocalisationParameters

    /// - Parameters:
    ///   - spans: changes of the children of spans.
    ///   - counts: what they are changes of.
    ///   - logs: changes of the log lines of spans.
    init(spans: [FlowChange], of counts: FlowCounts, logs: [FlowChange], _ parameters: LocalisationParameters) {
        self.parameters = parameters
        var own: OrderedDictionary<Operation, (change: FlowChange, isLog: Bool)> = [:]
        var stops: OrderedDictionary<Stop, FlowChange> = [:]
        let unanswered = Set(spans.filter(isUnanswered).map(\.transition.operation))
        for (changes, isLog) in [(spans, false), (logs, true)] {
            for change in changes {
                let operation = change.transition.operation
                if unanswered.contains(operation), !isLog {
                    guard case .call(let callee, _) = change.transition.to, !change.isGain else { continue }
                    let stop = Stop(operation: operation, callee: callee)
                    if change.score > stops[stop]?.score ?? 0 { stops[stop] = change }
                    continue
                }
                // The same seen from the caller's caller: the call became a local span.
                if !isLog, change.touches(unanswered) { continue }
                if case .call(let callee, _) = change.transition.from {
                    guard change.isGain, change.transition.to == .end else {
                        if change.isGain { Self.keepLargest(&own, operation, change, isLog) }
                        continue
                    }
                    let stop = Stop(operation: operation, callee: callee)
                    if change.score > stops[stop]?.score ?? 0 { stops[stop] = change }
                } else {
                    Self.keepLargest(&own, operation, change, isLog)
                }
            }
        }
        gone = Self.gone(unanswered, counts)
        sum(own, stops)
    }

    private static func gone(_ unanswered: Set<Operation>, _ counts: FlowCounts) -> [Operation: String] {
        guard !unanswered.isEmpty else { return [:] }
        var callees: [Operation: String] = [:]
        var answering: Set<String> = []
        for flow in counts.flows {
            let operation = flow.transition.operation
            guard case .call(let callee, _) = flow.transition.to, operation.kind.isCall else { continue }
            if unanswered.contains(operation) {
                callees[operation] = callee
            } else if flow.counts[0] >= ShareChange.fewestNow {
                answering.insert(callee)
            }
        }
        return callees.filter { !answering.contains($0.value) }
    }

    private struct Stop: Hashable {
        let operation: Operation
        let callee: String
    }

    /// A call or a message that used to be answered and now is not.
    private func isUnanswered(_ change: FlowChange) -> Bool {
        change.transition.operation.kind.isCall && change.transition.from == .begin && change.transition.to == .end
            && change.isGain && change.score > parameters.unansweredLevel
    }

    private static func keepLargest(
        _ own: inout OrderedDictionary<Operation, (change: FlowChange, isLog: Bool)>, _ operation: Operation,
        _ change: FlowChange,
        _ isLog: Bool
    ) {
        if change.score > own[operation]?.change.score ?? 0 { own[operation] = (change, isLog) }
    }

    private mutating func sum(
        _ own: OrderedDictionary<Operation, (change: FlowChange, isLog: Bool)>,
        _ stops: OrderedDictionary<Stop, FlowChange>
    ) {
        var parts: [String: [Double]] = [:]
        for (operation, best) in own.elements {
            let explained = stops.filter { $0.key.operation == operation }.values.map(\.score).max() ?? 0
            let isExplained = explained >= best.change.score * parameters.explainingRatio
            let score = best.change.score * (isExplained ? parameters.explainedShare : 1)
            parts[operation.service, default: []].append(score)
            evidence.append(Self.evidence(best.isLog ? .logFlow : .flow, operation.service, best.change, score))
        }
        for (stop, change) in stops.elements {
            parts[stop.callee, default: []].append(change.score)
            evidence.append(Self.evidence(.callersStop, stop.callee, change, change.score))
        }
        // Several operations that agree add a little; one strong change is what counts.
        scores = parts.mapValues { scores in
            let sorted = scores.sorted(by: >)
            return (sorted.first ?? 0) + parameters.operationAgreementShare * sorted.dropFirst().prefix(2).reduce(0, +)
        }
    }

    private static func evidence(
        _ signal: LocalisationEvidence.Signal, _ service: String, _ change: FlowChange, _ score: Double
    ) -> LocalisationEvidence {
        let transition = change.transition
        let caller = "\(transition.operation.service) \(transition.operation.name)"
        let isUnanswered = signal == .callersStop && !change.isGain
        return LocalisationEvidence(
            signal: signal, service: service, operation: transition.operation.name,
            operationService: transition.operation.service, score: score, observed: change.change.share,
            expected: change.change.usualShare, unit: "share", sampleSize: change.change.count,
            baselineSize: change.change.baselineCount,
            explanation: isUnanswered
                ? "\(caller) is answered by \(service) in \(Rounded.percent(change.change.share)) of "
                    + "\(change.change.count) cases, \(Rounded.percent(change.change.usualShare)) before."
                : FlowSteps.sentence(
                    caller, from: transition.from.words, to: transition.to.words, change.change))
    }
}

extension SpanKind {
    /// Whether spans of this kind are answered by a span of another service.
    fileprivate var isCall: Bool { self == .client || self == .producer }
}

extension FlowChange {
    /// Whether a step is a client span of one of the operations, or a call that such a client span used to make.
    fileprivate func touches(_ unanswered: Set<Operation>) -> Bool {
        [transition.from, transition.to].contains { step in
            switch step {
            case .local(let operation): unanswered.contains(operation)
            case .call: !isGain && unanswered.contains { $0.service == transition.operation.service }
            case .begin, .end, .line: false
            }
        }
    }
}
