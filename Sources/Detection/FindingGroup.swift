import Telemetry

/// Findings that belong together, with the one that leads: the deepest of the earliest.
public struct FindingGroup: Sendable, Equatable {
    /// What the case is named after.
    public var lead: Finding
    /// All of them, the lead first.
    public var findings: [Finding]

    /// Makes a group; the lead is among the findings.
    public init(lead: Finding, findings: [Finding]) {
        self.lead = lead
        self.findings = findings
    }

    /// Whether the group is a reason to open a case.
    public var opensCase: Bool { !reasons.isEmpty }

    /// Why it is: what is worse than a notice, or else notices of two kinds of evidence that speak of the same service.
    public var reasons: [Finding] {
        let worse = findings.filter { $0.severity > .notice }
        guard worse.isEmpty else { return worse }
        let evidence = findings.filter { Self.evidence.contains($0.kind) }
        return Dictionary(grouping: evidence, by: \.service).sorted { $0.key < $1.key }
            .filter { Set($0.value.map(\.detector)).count >= 2 }.flatMap(\.value)
    }

    /// Kinds whose notices count beside one of another detector; the rest only explain what is found.
    private static let evidence: Set<Finding.Kind> = [
        .errorRate, .latency, .newErrorTemplate, .structureChange, .throughputDrop,
    ]

    /// Groups findings by time and by the observed calls between their services.
    ///
    /// - Parameters:
    ///   - callees: for each service, the services it calls.
    ///   - within: onsets further apart than this belong to different groups.
    public static func grouped(
        _ findings: [Finding], callees: [String: Set<String>] = [:], within: Duration = .seconds(300)
    ) -> [FindingGroup] {
        var groups: [[Finding]] = []
        for finding in findings.sorted(by: { ($0.onset, $0.fingerprint) < ($1.onset, $1.fingerprint) }) {
            if let last = groups.last, let first = last.first, finding.onset - first.onset <= within {
                groups[groups.count - 1].append(finding)
            } else {
                groups.append([finding])
            }
        }
        return groups.compactMap { group in
            guard let lead = lead(of: group, callees) else { return nil }
            return FindingGroup(lead: lead, findings: [lead] + group.filter { $0 != lead })
        }
    }

    /// A notice never leads where something worse is there; among the rest a callee leads before its caller.
    private static func lead(of group: [Finding], _ callees: [String: Set<String>]) -> Finding? {
        let services = Set(group.filter { $0.severity > .notice }.map(\.service))
        func callsAnother(_ finding: Finding) -> Int {
            (callees[finding.service] ?? []).intersection(services).subtracting([finding.service]).count
        }
        return group.min { left, right in
            if (left.severity == .notice) != (right.severity == .notice) { return right.severity == .notice }
            let (a, b) = (callsAnother(left), callsAnother(right))
            if a != b { return a < b }
            if (left.kind == .buildRegression) != (right.kind == .buildRegression) {
                return left.kind == .buildRegression
            }
            if left.severity != right.severity { return left.severity > right.severity }
            return (left.onset, left.fingerprint) < (right.onset, right.fingerprint)
        }
    }
}
