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
    /// Nothing comes any more.
    case silence
    case unknown

    /// The kind in words.
    public var words: String {
        switch self {
        case .delay: "delayed on the network or in a queue"
        case .slowWork: "slower in its own work"
        case .exception: "failing with errors"
        case .earlyReturn: "leaving its usual flow early"
        case .silence: "silent"
        case .unknown: "changed"
        }
    }

    init(_ evidence: [LocalisationEvidence], _ logs: [FlowChange]) {
        guard let lead = evidence.first else {
            self = .unknown
            return
        }
        switch lead.signal {
        case .silence: self = .silence
        case .errorOrigin: self = .exception
        case .selfTime, .callGap, .outgoingGap: self = Self.slowness(evidence)
        case .flow, .logFlow, .callersStop: self = Self.brokenFlow(logs)
        }
    }

    private static func slowness(_ evidence: [LocalisationEvidence]) -> FaultKind {
        func strongest(_ signal: LocalisationEvidence.Signal) -> Double {
            evidence.filter { $0.signal == signal }.map(\.score).max() ?? 0
        }
        let waiting = max(strongest(.callGap), strongest(.outgoingGap))
        return strongest(.selfTime) > 0.5 * waiting ? .slowWork : .delay
    }

    /// A line after which nothing more is logged was the last before an unwinding; a return goes on in the caller.
    private static func brokenFlow(_ logs: [FlowChange]) -> FaultKind {
        let unwinds = logs.contains { change in
            guard change.isGain, change.score > 0.3, case .line(let line, let isError) = change.transition.from else {
                return false
            }
            return change.transition.to == .end && !isError && !line.isEmpty
        }
        let tells = logs.contains { change in
            guard change.isGain, change.score > 0.3, case .line(let line, true) = change.transition.to else {
                return false
            }
            return line.lowercased().contains("exception") || line.lowercased().contains("panic")
        }
        return unwinds || tells ? .exception : .earlyReturn
    }
}
