import Analysis
import Casebook
import Investigation
import JSONValues
import Telemetry

/// What a rollback closes: whether the numbers returned, and what becomes of the bad deploy.
struct RollbackClosing {
    let look: DeployLook
    let diff: DiffReport
    let state: DeployWatch.State
    private let damaged: Set<Operation>

    init(look: DeployLook, rollback: RollbackDifference, bad: StoredDeploy?) {
        self.look = look
        damaged = rollback.damaged
        var watch = DeployWatch(
            service: look.watch.deploy.service, build: look.builds.previous.build, previous: look.builds.current.build,
            deployedAt: bad?.deploy.at ?? look.builds.previous.firstSeen, state: .rolledBack,
            regressed: rollback.damaged)
        diff = DiffReport(
            rollback.repair, service: watch.service, build: look.builds.current.build,
            previous: look.builds.current.build, window: look.window, rollbackOf: look.builds.previous.build,
            regressed: rollback.damaged)
        _ = watch.observeRollback(rollback.repair, after: look.window)
        state = watch.state
    }

    /// Somebody waits to hear it where there was damage and the answer is known.
    var isLoud: Bool { !damaged.isEmpty && state != .rolledBack }

    /// The course of the deploy that brought the old build back.
    var course: StoredDeploy.Course {
        .init(state: state == .notRecovered ? state.rawValue : DeployWatch.State.healthy.rawValue)
    }

    /// The course of the deploy that was rolled back.
    func badCourse(_ known: StoredDeploy.Course) -> StoredDeploy.Course {
        .init(state: state.rawValue, regressed: known.regressed == .array([]) ? JSONValue(damaged) : known.regressed)
    }

    func report(_ evidence: [Evidence]) -> Report {
        let isBad = state == .notRecovered
        return Report(
            title: diff.title, answer: diff.lines.joined(separator: "\n\n"),
            outcome: isBad ? .inconclusive : .noFault, severity: isBad ? .warning : .none,
            confidence: state == .rolledBack ? .inconclusive : .likely,
            impact: Impact(
                affected: isBad
                    ? damaged.sorted().map { .init(service: $0.service, operation: $0.name) } : [],
                healthy: isBad ? [] : [.init(service: look.watch.deploy.service, observation: diff.title)]),
            timeline: [
                TimelineEntry(
                    time: look.builds.previous.firstSeen,
                    text: "first span of \(look.watch.deploy.service) \(look.builds.previous.build)"),
                TimelineEntry(
                    time: look.watch.deploy.at,
                    text: "\(look.watch.deploy.service) was rolled back to \(look.builds.current.build)"),
            ], claims: claims(evidence),
            making: Making(ending: "the rollback was watched for \(Int(look.watch.afterSeconds)) s"))
    }

    /// With the bad build and after it, per damaged operation.
    private func claims(_ evidence: [Evidence]) -> [Claim] {
        let queries = evidence.filter { $0.tool == "query_spans" }
        guard queries.count == 3 else { return [] }
        return damaged.sorted().prefix(6).compactMap { operation in
            func cell(_ item: Evidence) -> (value: Double, citation: Citation)? {
                item.cell(["name": .string(operation.name)], "error_rate", unit: "share")
            }
            guard let during = cell(queries[1]), let after = cell(queries[2]) else { return nil }
            return Claim(
                text: "\(operation.name) fails in \(ShortNumber.text(100 * after.value)) % of its spans in build "
                    + "\(look.builds.current.build) and \(ShortNumber.text(100 * during.value)) % of its spans in build "
                    + "\(look.builds.previous.build).",
                citations: [after.citation, during.citation])
        }
    }
}
