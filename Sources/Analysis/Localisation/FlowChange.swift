import OrderedCollections

/// A step that began, or ceased, to follow another.
struct FlowChange {
    var transition: FlowTransition
    var change: ShareChange

    var score: Double { change.score }
    var isGain: Bool { change.isGain }

    /// The changes of all transitions whose bounds do not overlap, as first seen.
    static func all(in counts: FlowCounts, _ parameters: LocalisationParameters) -> [FlowChange] {
        counts.transitions.elements.compactMap { transition, bySlice in
            let context = FlowCounts.Context(operation: transition.operation, from: transition.from)
            return ShareChange(
                bySlice, of: counts.contexts[context] ?? [:], isEnding: transition.to == .end, parameters
            ).map { FlowChange(transition: transition, change: $0) }
        }
    }
}
