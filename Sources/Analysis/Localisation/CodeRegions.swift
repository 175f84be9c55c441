import OrderedCollections

/// Names the stretch of code a flow left: from the last line that still logs to the line that used to follow.
enum CodeRegions {
    /// Regions of a service, `logger#line_logger#line`, most suspicious first, then as first seen.
    static func ranked(service: String, _ logs: [FlowChange]) -> [String] {
        var scores: OrderedDictionary<String, Double> = [:]
        let changes = logs.filter { $0.transition.operation.service == service }
        for change in changes where !change.isGain {
            guard let region = region(change.transition.from, change.transition.to) else { continue }
            // A loss whose place is taken by something new is a changed flow, not a rarer request.
            let gain = changes.filter { $0.isGain && $0.transition.from == change.transition.from }.map(\.score).max()
            scores[region] = max(scores[region] ?? 0, change.score + 0.5 * (gain ?? 0))
        }
        return scores.elements.sorted { $0.value > $1.value }.map(\.key)
    }

    private static func region(_ from: FlowStep, _ to: FlowStep) -> String? {
        guard case .line(let first, _) = from, case .line(let second, _) = to else { return nil }
        return "\(first)_\(second)"
    }
}
