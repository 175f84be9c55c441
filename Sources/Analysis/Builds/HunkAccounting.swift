public import SourceHistory

/// What production says about every function that a diff changed.
public struct HunkAccounting: Hashable, Sendable {
    public var entries: [Entry]

    /// One changed function.
    public struct Entry: Hashable, Sendable {
        public var function: ChangedFunction
        public var state: State
        /// Why, in a few words.
        public var reason: String
        /// The operations that execute it, and how that is known.
        public var operations: [Link]
    }

    /// What is known about a changed function.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case exercisedAndRegressed = "exercised and regressed"
        case exercisedAndHealthy = "exercised and healthy"
        case changedForAnotherReason = "exercised, changed for another reason"
        case notObserved = "not observed"
    }

    /// An operation that executes a function.
    public struct Link: Hashable, Sendable {
        public var operation: Operation
        /// `code.* attributes`, `stack frame`, `route`, `span name`, `identifier`.
        public var means: String
    }

    /// Accounts for each function.
    public init(functions: [ChangedFunction], sightings: [CodeSighting], difference: BuildDifference) {
        let changes = Dictionary(
            difference.comparison.operations.map { ($0.operation, $0) }, uniquingKeysWith: { first, _ in first })
        let drifted = Set(
            (difference.drift?.operations ?? []).filter { $0.verdict == .regressed || $0.verdict == .improved }
                .map(\.operation))
        let hasTraffic = difference.spansAfter > 0
        entries = functions.map { function in
            let links = OperationMapping(function).links(sightings)
            let linked = links.compactMap { changes[$0.operation] }
            let (state, reason) = Self.judge(
                linked, drifted, isMapped: !links.isEmpty, hasTraffic: hasTraffic, method: difference.method)
            return Entry(function: function, state: state, reason: reason, operations: links)
        }
    }

    private static func judge(
        _ changes: [OperationChange], _ drifted: Set<Operation>, isMapped: Bool, hasTraffic: Bool,
        method: BuildDifference.Method
    ) -> (State, String) {
        guard isMapped else {
            return (
                .notObserved,
                hasTraffic
                    ? "no instrumentation: no span or stack frame names it" : "no traffic: the new build sent no spans"
            )
        }
        let exercised = changes.filter { ($0.after?.count ?? 0) > 0 }
        guard !exercised.isEmpty else {
            return (.notObserved, "no traffic: its operations had no spans on the new build")
        }
        let regressed = exercised.filter { $0.verdict == .regressed }
        if let worst = regressed.first(where: { !drifted.contains($0.operation) }) {
            return (.exercisedAndRegressed, "\(worst.operation.name): \(worst.moved.joined(separator: ", ")) got worse")
        }
        if let shared = regressed.first {
            let also =
                method == .concurrent
                ? "also changed on the old build at the same time"
                : "changed the same way a week earlier, at the same hours"
            return (.changedForAnotherReason, "\(shared.operation.name) \(also)")
        }
        let spans = exercised.reduce(0) { $0 + ($1.after?.count ?? 0) }
        return (.exercisedAndHealthy, "\(Int(spans)) spans on the new build, no measurable change for the worse")
    }
}
