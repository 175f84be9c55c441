/// Lets a group of findings through once a service in it stood out at the look before as well.
///
/// Looks overlap, so a change has to be there wherever the window is cut; what shows at one cut alone is noise.
public struct StandingFindings: Sendable {
    private var services: Set<String> = []

    /// Nothing has been looked at yet.
    public init() {}

    /// The groups of a look that open a case and did so before; call it once for every look, in order of time.
    public mutating func standing(_ groups: [FindingGroup]) -> [FindingGroup] {
        let opening = groups.filter(\.opensCase)
        defer { services = Set(opening.flatMap(\.reasons).map(\.service)) }
        return opening.filter { group in group.reasons.contains { services.contains($0.service) } }
    }
}
