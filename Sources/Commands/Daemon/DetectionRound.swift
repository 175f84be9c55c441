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
    private let desk: SignalDesk
    private let logger: Logger
    private var episodes = FindingEpisodes()

    init(reader: WindowReader, suite: DetectorSuite, desk: SignalDesk, logger: Logger) {
        self.reader = reader
        self.suite = suite
        self.desk = desk
        self.logger = logger
    }

    /// Looks at the buckets that end at or before `now`.
    func look(now: Timestamp) async throws {
        let windows = try await reader.read(until: now)
        let findings = suite.findings(in: windows)
        // A notice alone is no reason to open a case; beside something worse it belongs to it.
        let groups = FindingGroup.grouped(findings).filter { $0.lead.severity > .notice }
        let signals = episodes.signals(for: groups.flatMap(\.findings), now: now)
        guard !signals.isEmpty else { return }
        await desk.update(deviatingTogether: Self.neighbours(of: groups))
        let filing = try await desk.file(signals)
        for (signal, recorded) in zip(signals, filing.signals) where recorded.isNewSignal {
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
