import Casebook
import Detection
import Logging
import Signals
import SpanSources
import Telemetry

/// One look of the detectors at the newest spans, and what it leads to in the casebook.
actor DetectionRound {
    private let windows: SlidingWindows
    private let objectives: ObjectiveHistory
    private let suite = DetectorSuite.standard()
    private let desk: SignalDesk
    private let casebook: CaseStore
    private let logger: Logger
    private let weekly: WeeklyHabits
    private let late: LateSenders
    private var recurring = RecurringHabits()
    private var standing = StandingFindings()
    private var episodes = FindingEpisodes()
    private var isResumed = false
    /// When the first look was made: before that nobody was there to receive anything.
    private var began: Timestamp?

    init(
        reader: WindowReader, objectives: [ServiceLevelObjective], desk: SignalDesk, casebook: CaseStore, logger: Logger
    ) {
        windows = SlidingWindows(reader)
        self.objectives = ObjectiveHistory(reader, objectives: objectives)
        late = LateSenders(reader)
        weekly = WeeklyHabits(reader, suite: suite)
        self.desk = desk
        self.casebook = casebook
        self.logger = logger
    }

    /// Looks at the newest buckets, once they have settled; does nothing where none ended since the last look.
    func look(now: Timestamp) async throws {
        let clock = ContinuousClock.now
        let began = began ?? now
        self.began = began
        guard var windows = try await windows.next(at: now) else { return }
        windows.objectives = try await objectives.next(at: now)
        defer {
            logger.debug("the detectors looked", metadata: ["seconds": "\((ContinuousClock.now - clock).inSeconds)"])
        }
        if !isResumed { try await resume(now: now) }
        let groups = try await news(in: windows, since: began, now: now)
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

    /// Takes up what an earlier process found.
    private func resume(now: Timestamp) async throws {
        let signals = try await casebook.signals(.finding, since: now - RecurringHabits.memory)
        episodes.resume(signals, now: now)
        recurring.resume(signals, now: now)
        isResumed = true
    }

    /// What stands out in the windows and is neither of the hour of the week nor something that comes again and again.
    ///
    /// - Parameter began: when somebody was there to receive.
    private func news(
        in windows: OperationWindows, since began: Timestamp, now: Timestamp
    ) async throws -> [FindingGroup] {
        let look = suite.look(at: windows)
        defer { recurring.remember(look.movements, at: windows.end) }
        let findings = try await late.without(
            look.findings.filter { $0.isKnown(toWhoBegan: began) }, history: windows.bucket * windows.bucketCount)
        let found = standing.standing(FindingGroup.grouped(findings, callees: windows.callees))
        let groups = recurring.withoutHabits(try await weekly.withoutHabits(found, at: now), at: windows.end)
        for group in found where !groups.contains(group) {
            logger.info("a habit opens no case", metadata: ["finding": "\(group.lead.explanation)"])
        }
        return groups
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
