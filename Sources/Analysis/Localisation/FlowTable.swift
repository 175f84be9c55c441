/// Flow transitions with their counts per bucket of time, for detectors.
package struct FlowTable {
    /// One transition.
    package struct Row {
        package var service: String
        package var operation: String
        package var from: String
        package var to: String
        /// The service that was called just before the flow ended; nil otherwise.
        package var callee: String?
        /// Whether the steps are log records rather than children.
        package var isOfLog: Bool
        package var counts: [Int]
        /// How often the transition was made in spans that failed.
        package var failureCounts: [Int]
        package var contextCounts: [Int]
    }

    /// As first seen: flows of children, then those of log records.
    package let rows: [Row]

    init(_ slices: TelemetrySlices, buckets: Int) {
        let failing = slices.failingSpans
        let sources = [
            (counts: FlowCounts.ofSpans(slices, failing: failing), isOfLog: false),
            (FlowCounts.ofLogs(slices, failing: failing), true),
        ]
        rows = sources.flatMap { counts, isOfLog in
            counts.flows.map { flow in
                let transition = flow.transition
                return Row(
                    service: transition.operation.service, operation: transition.operation.name,
                    from: transition.from.words, to: transition.to.words, callee: Self.callee(transition),
                    isOfLog: isOfLog, counts: flow.counts.dense(buckets), failureCounts: flow.failures.dense(buckets),
                    contextCounts: counts.context(of: flow).dense(buckets))
            }
        }
    }

    private static func callee(_ transition: FlowTransition) -> String? {
        guard case .call(let service, _) = transition.from, transition.to == .end else { return nil }
        return service
    }
}
