/// A step that began, or ceased, to follow another.
struct FlowChange {
    var transition: FlowTransition
    var change: ShareChange

    var score: Double { change.score }
    var isGain: Bool { change.isGain }

    /// The changes of all transitions whose bounds do not overlap, as first seen.
    ///
    /// - Parameter slices: how many slices there are, the window among them.
    static func all(in counts: FlowCounts, slices: Int, _ parameters: LocalisationParameters) -> [FlowChange] {
        counts.flows.compactMap { flow in
            let context = counts.context(of: flow)
            guard context[0] >= ShareChange.fewestNow else { return nil }
            return ShareChange(
                flow.counts.dense(slices), of: context.dense(slices), isEnding: flow.transition.to == .end, parameters
            ).map { FlowChange(transition: flow.transition, change: $0) }
        }
    }
}
