import Analysis
import Casebook
import Investigation
import Logging
import Signals
import SpanSources
import Telemetry
import ToolKit

/// Writes the diff report of every watch that is due: what a deploy did, or whether a rollback brought the numbers back.
struct WatchRound: Sendable {
    let source: any SpanSource
    let casebook: CaseStore
    let desk: SignalDesk
    let registry: ToolRegistry
    /// What the registry's tools need not measure again.
    let held: HeldDifferences
    let repositories: ServiceRepositories
    let logger: Logger

    /// A watch that still cannot be measured so long after it was due is given up.
    private static let patience = Duration.seconds(3600)

    /// How long spans of a window may still be under way: SDKs send every five seconds.
    private static func settling(_ watch: Watch) -> Duration { .seconds(min(10, watch.afterSeconds / 5)) }

    /// Looks at the watches whose time has come; one that fails does not keep the others waiting.
    func look(now: Timestamp) async throws {
        for watch in try await casebook.dueWatches() where now >= watch.dueAt + Self.settling(watch) {
            do {
                try await look(at: watch)
            } catch is CancellationError {
                throw CancellationError()
            } catch let unseen as DeployUnseen {
                try await casebook.finishWatch(watch.id, outcome: "not comparable: \(unseen)")
            } catch {
                logger.error(
                    "a deploy could not be looked at", metadata: ["deploy": "\(watch.deployID)", "error": "\(error)"])
                guard now - watch.dueAt > Self.patience else { continue }
                try await casebook.finishWatch(watch.id, outcome: "could not be measured: \(error)")
            }
        }
    }

    private func look(at watch: Watch) async throws {
        let end = watch.dueAt
        let repository = repositories.repository(ofService: watch.deploy.service)
        let builds = try await DeployReader(source, repository: repository)
            .builds(of: ToldDeploy(watch.deploy), until: end)
        let isLast = try await casebook.watches(ofDeploy: watch.deployID).allSatisfy {
            $0.id == watch.id || $0.state != .pending
        }
        let look = DeployLook(watch: watch, builds: builds, end: end, isLast: isLast)
        if builds.isRollback {
            try await lookAtRollback(look)
        } else {
            try await lookAtDeploy(look)
        }
    }

    private func lookAtDeploy(_ look: DeployLook) async throws {
        let measured = try await DeployMeasurement(source: source, registry: registry, held: held).measure(
            look, plan: try await plan(of: look))
        let known = try await casebook.findReport(ofInvestigation: look.planID)
        var delivered: [String] = []
        if let known { delivered = try await casebook.deliveries(ofReport: known.id).map(\.destination) }
        var plan = measured.plan
        plan.destinations = try await repositories.destinations(of: look.watch.deploy, builds: look.builds)
            .chosen(isLoud: measured.isLoud, delivered: delivered)
        let report = measured.report
        let id = try await save(report, measured.evidence, plan, look.builds)
        try await casebook.note(measured.course, ofDeploy: look.watch.deployID)
        if measured.opensCase {
            try await desk.file([
                Signal(look, report: report, diff: measured.diff, reportID: id, lines: measured.lines)
            ])
        }
        try await finish(look.watch, title: report.title, lines: measured.lines, reportID: id)
    }

    private func lookAtRollback(_ look: DeployLook) async throws {
        let rollback = try await BuildDifferenceReader(source).rollback(
            look.builds, at: look.watch.deploy.at, until: look.end)
        let bad = try await casebook.deploys(ofService: look.watch.deploy.service).first {
            look.builds.previous.build == $0.deploy.version && $0.deploy.at <= look.watch.deploy.at
        }
        let closing = RollbackClosing(look: look, rollback: rollback, bad: bad)
        let plan = try await plan(of: look)
        var evidence = DeployEvidence(registry: registry, plan: plan)
        await evidence.add(rollback)
        var final = evidence.plan
        final.destinations = try await repositories.destinations(of: look.watch.deploy, builds: look.builds)
            .chosen(isLoud: closing.isLoud, delivered: [])
        if let bad, closing.isLoud {
            final.destinations += try await repositories.comments(
                on: bad.deploy, revision: look.builds.previous.revision)
        }
        let id = try await save(closing.report(evidence.taken), evidence.taken, final, look.builds)
        try await casebook.note(closing.course, ofDeploy: look.watch.deployID)
        if let bad { try await close(bad, closing, look) }
        try await finish(look.watch, title: closing.diff.title, lines: closing.diff.lines, reportID: id)
    }

    /// Ends what the bad deploy began: its other watches, its signal, and the question whether its report was right.
    private func close(_ bad: StoredDeploy, _ closing: RollbackClosing, _ look: DeployLook) async throws {
        try await casebook.cancelWatches(ofDeploy: bad.id)
        try await casebook.note(closing.badCourse(bad.course), ofDeploy: bad.id)
        guard closing.state == .recovered else { return }
        // The numbers followed the build that these reports named.
        for report in try await casebook.reports(service: bad.deploy.service)
        where report.caseID != nil && report.build == look.builds.previous.build && report.verdict == nil {
            try await casebook.judge(
                reportID: report.id, .right, by: .measurement,
                note: "the numbers returned when \(report.build ?? "") was rolled back")
        }
        let rolledBackAt = look.watch.deploy.at
        for item in try await casebook.cases() where item.version == bad.deploy.version {
            for var signal in try await casebook.signals(ofCase: item.id)
            where signal.dedupKey == Signal.key(ofDeploy: bad.id) {
                signal.endedAt = rolledBackAt
                try await desk.file([signal])
            }
        }
    }

    private func plan(of look: DeployLook) async throws -> InvestigationPlan {
        look.plan(pseudonymKey: try await casebook.plan(ofInvestigation: look.planID)?.pseudonymKey)
    }

    private func save(
        _ report: Report, _ evidence: [Evidence], _ plan: InvestigationPlan, _ builds: DeployedBuilds
    ) async throws -> Int64? {
        let facts = Dossier.Facts(
            builds: [builds.previous, builds.current].map {
                .init(service: $0.service, build: $0.build, revision: $0.revision, firstSeen: $0.firstSeen)
            }, services: [builds.current.service])
        try await casebook.append([], evidence: evidence, at: 0, to: plan)
        try await casebook.save(report.checked(against: evidence, of: plan, facts: facts), isFinal: true, of: plan)
        return try await casebook.findReport(ofInvestigation: plan.id)?.id
    }

    private func finish(_ watch: Watch, title: String, lines: [String], reportID: Int64?) async throws {
        try await casebook.finishWatch(
            watch.id, outcome: ([title] + lines).joined(separator: "\n"), reportID: reportID)
        logger.notice(
            "a deploy was looked at",
            metadata: [
                "service": "\(watch.deploy.service)", "version": "\(watch.deploy.version)", "finding": "\(title)",
            ])
    }
}
