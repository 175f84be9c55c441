/// A step that began, or ceased, to follow another.
struct FlowChange {
    var transition: FlowTransition
    var change: ShareChange

    var score: Double { change.score }
    var isGain: Bool { change.isGain }

    /// The changes of all transitions whose bounds do not overlap.
    static func all(in counts: FlowCounts) -> [FlowChange] {
        counts.transitions.compactMap { transition, bySlice in
            let context = FlowCounts.Context(operation: transition.operation, from: transition.from)
            return ShareChange(bySlice, of: counts.contexts[context] ?? [:], isEnding: transition.to == .end)
                .map { FlowChange(transition: transition, change: $0) }
        }
    }
}
