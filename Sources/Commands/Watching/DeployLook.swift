import Analysis
import Casebook
import Foundation
import Investigation
import SpanSources
import Telemetry

/// One look at a deploy: which watch, which builds, and up to when.
struct DeployLook: Sendable {
    var watch: Watch
    var builds: DeployedBuilds
    var end: Timestamp
    /// Whether no later look follows.
    var isLast: Bool

    /// One investigation per deploy: its report is brought up to date at every look.
    var planID: String { "deploy-\(watch.deployID)" }

    var window: Duration { .seconds(watch.afterSeconds) }

    /// The deploy's watch, as earlier looks left it.
    var deployWatch: DeployWatch {
        DeployWatch(
            service: watch.deploy.service, build: builds.current.build, previous: builds.previous.build,
            deployedAt: watch.deploy.at, state: DeployWatch.State(rawValue: watch.course.state) ?? .watching,
            regressed: Set(Operation.all(in: watch.course.regressed)))
    }

    /// What the tools may look at; the key of the pseudonyms stays the same from look to look.
    func plan(pseudonymKey: String?) -> InvestigationPlan {
        let sides = BuildSides(builds.previous, builds.current, filter: builds.scope.filter, now: end)
        return InvestigationPlan(
            id: planID, mode: .watch,
            question: "What did \(watch.deploy.service) \(builds.current.build) do?",
            window: TimeRange(start: min(watch.deploy.at, sides.after.range.start), end: end),
            baseline: sides.before.range, now: end, environment: builds.scope,
            pseudonymKey: pseudonymKey ?? UUID().uuidString)
    }
}

extension ToldDeploy {
    init(_ deploy: Deploy) {
        self.init(
            service: deploy.service, version: deploy.version, revision: deploy.revision,
            previousVersion: deploy.previousVersion, environment: deploy.environment, at: deploy.at)
    }
}
