import Telemetry

/// Lets a group of findings through once a service in it stood out before as well.
///
/// Looks overlap, so a change has to be there wherever the window is cut; what shows at one cut alone is noise. Two looks
/// in a row are enough for a minute. A window of eight minutes is the same at the next look, so a changed structure has
/// to stand while its window moves on by a sixth of its length; times have a margin of their own against that.
public struct StandingFindings: Sendable {
    /// Since when services stand out at every look: the end of what the first of these looks saw.
    private var since: [String: Timestamp] = [:]

    /// Nothing has been looked at yet.
    public init() {}

    /// The groups of a look that open a case and did so before; call it once for every look, in order of time.
    public mutating func standing(_ groups: [FindingGroup]) -> [FindingGroup] {
        let opening = groups.filter(\.opensCase)
        var next: [String: Timestamp] = [:]
        for finding in opening.flatMap(\.reasons) {
            next[finding.service] = since[finding.service] ?? finding.window.end
        }
        defer { since = next }
        return opening.filter { $0.reasons.contains(where: stands) }
    }

    private func stands(_ finding: Finding) -> Bool {
        guard let first = since[finding.service] else { return false }
        guard finding.kind == .structureChange else { return true }
        return finding.window.end - first >= finding.window.duration / 6
    }
}
