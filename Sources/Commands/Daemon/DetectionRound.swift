import Casebook
import Detection
import Logging
import Signals
import SpanSources
import Telemetry

/// One look of the detectors at the newest spans, and what it leads to in the casebook.
actor DetectionRound {
    private let windows: SlidingWindows
    private let suite: DetectorSuite
    private let desk: SignalDesk
    private let casebook: CaseStore
    private let logger: Logger
    private let habits: WeeklyHabits
    private var standing = StandingFindings()
    private var episodes = FindingEpisodes()
    private var isResumed = false

    init(reader: WindowReader, suite: DetectorSuite, desk: SignalDesk, casebook: CaseStore, logger: Logger) {
        windows = SlidingWindows(reader)
        self.suite = suite
        habits = WeeklyHabits(reader, suite: suite)
        self.desk = desk
        self.casebook = casebook
        self.logger = logger
    }

    /// Looks at the newest buckets, once they have settled; does nothing where none ended since the last look.
    func look(now: Timestamp) async throws {
        let began = ContinuousClock.now
        guard let windows = try await windows.next(at: now) else { return }
        defer {
            logger.debug("the detectors looked", metadata: ["seconds": "\((ContinuousClock.now - began).inSeconds)"])
        }
        if !isResumed {
            episodes.resume(try await casebook.runningSignals(.finding), now: now)
            isResumed = true
        }
        let found = standing.standing(
            FindingGroup.grouped(suite.findings(in: windows), callees: windows.callees))
        let groups = try await habits.withoutHabits(found, at: now)
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
