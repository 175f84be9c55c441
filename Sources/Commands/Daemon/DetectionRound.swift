import Casebook
import Detection
import Logging
import Signals
import SpanSources
import Telemetry

/// One look of the detectors at the newest spans, and what it leads to in the casebook.
actor DetectionRound {
    private let reader: WindowReader
    private let suite: DetectorSuite
    private let casebook: Casebook
    private let policy: GroupingPolicy
    private let logger: Logger
    private var episodes = FindingEpisodes()

    init(reader: WindowReader, suite: DetectorSuite, casebook: Casebook, policy: GroupingPolicy, logger: Logger) {
        self.reader = reader
        self.suite = suite
        self.casebook = casebook
        self.policy = policy
        self.logger = logger
    }

    /// Looks at the buckets that end at or before `now`.
    func look(now: Timestamp) async throws {
        let windows = try await reader.read(until: now)
        let findings = suite.findings(in: windows)
        // A notice alone is no reason to open a case; beside something worse it belongs to it.
        let groups = FindingGroup.grouped(findings).filter { $0.lead.severity > .notice }
        var policy = policy
        policy.neighbours = Self.neighbours(of: groups)
        for signal in episodes.signals(for: groups.flatMap(\.findings), now: now) {
            let recorded = try await casebook.record(policy.grouped(signal))
            guard recorded.isNewSignal else { continue }
            logger.notice(
                "a detector found something",
                metadata: [
                    "case": "\(recorded.case.id)", "opened": "\(recorded.isNewCase)", "detector": "\(signal.source)",
                    "finding": "\(signal.title)",
                ])
        }
    }

    /// Services that stand in one group of findings belong together, whoever calls whom.
    private static func neighbours(of groups: [FindingGroup]) -> [String: Set<String>] {
        var neighbours: [String: Set<String>] = [:]
        for group in groups {
            let services = Set(group.findings.map(\.service))
            for service in services { neighbours[service, default: []].formUnion(services.subtracting([service])) }
        }
        return neighbours
    }
}
