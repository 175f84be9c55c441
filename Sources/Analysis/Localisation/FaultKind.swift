/// What kind of fault the evidence looks like.
public enum FaultKind: String, Sendable, CaseIterable {
    /// Calls to and from the service wait, its own work does not: network delay.
    case delay
    /// The service's own work takes longer: processor contention or more work.
    case slowWork
    /// Flows unwind or errors begin here.
    case exception
    /// Flows take another way without unwinding.
    case earlyReturn
    /// The same work makes more calls: N+1 queries, retries.
    case moreCalls
    /// Nothing comes any more.
    case silence
    /// Calls to it fail, and it has no spans of them any more.
    case unanswered
    case unknown

    /// The kind in words.
    public var words: String {
        switch self {
        case .delay: "delayed on the network or in a queue"
        case .slowWork: "slower in its own work"
        case .exception: "failing with errors"
        case .earlyReturn: "leaving its usual flow early"
        case .moreCalls: "making more calls for the same work"
        case .silence: "silent"
        case .unanswered: "no longer answering"
        case .unknown: "changed"
        }
    }

    /// - Parameter isGone: whether nobody who calls it is answered any more.
    init(
        _ evidence: [LocalisationEvidence], _ logs: [FlowChange], isGone: Bool, _ parameters: LocalisationParameters
    ) {
        guard let lead = evidence.first else {
            self = .unknown
            return
        }
        switch lead.signal {
        case .fanOut: self = .moreCalls
        case .silence: self = .silence
        case .errorOrigin: self = lead.operationService == lead.service ? .exception : .unanswered
        case .callersStop where isGone: self = .unanswered
        case .selfTime, .callGap, .outgoingGap: self = Self.slowness(evidence, parameters.workRatio)
        case .flow, .logFlow, .callersStop:
            let errs = evidence.contains { $0.signal == .errorOrigin && $0.score > parameters.tellingLevel }
            self = errs ? .exception : Self.brokenFlow(logs, parameters.tellingLevel)
        }
    }

    private static func slowness(_ evidence: [LocalisationEvidence], _ ratio: Double) -> FaultKind {
        func strongest(_ signal: LocalisationEvidence.Signal) -> Double {
            evidence.filter { $0.signal == signal }.map(\.score).max() ?? 0
        }
        let waiting = max(strongest(.callGap), strongest(.outgoingGap))
        return strongest(.selfTime) > ratio * waiting ? .slowWork : .delay
    }

    /// A new error line that names an exception, or a line after which nothing more is logged: the last one before an
    /// unwinding. A return goes on in the caller.
    private static func brokenFlow(_ logs: [FlowChange], _ level: Double) -> FaultKind {
        let unwinds = logs.contains { change in
            guard change.isGain, change.score > level, case .line(let line, let isError) = change.transition.from else {
                return false
            }
            return change.transition.to == .end && !isError && !line.isEmpty
        }
        let tells = logs.contains { change in
            guard change.isGain, change.score > level, case .line(let line, true) = change.transition.to else {
                return false
            }
            // An early return is answered by error lines too; only a thrown exception is named in them.
            return ["exception", "panic", "traceback"].contains { line.lowercased().contains($0) }
        }
        return unwinds || tells ? .exception : .earlyReturn
    }
}
