import Analysis
import Casebook
import Investigation
import JSONValues
import Telemetry

extension Signal {
    /// The key of the signal that a deploy's damage is: one, however often it is looked at.
    static func key(ofDeploy id: Int64) -> String { "deploy:\(id):regressed" }

    /// The signal that a deploy did damage, with what it changed attached.
    init(_ look: DeployLook, report: Report, diff: DiffReport, reportID: Int64?, lines: [String]) {
        let deploy = look.watch.deploy
        var details: [String: JSONValue] = ["lines": .array(lines.map(JSONValue.string))]
        if let reportID { details["report"] = .integer(reportID) }
        self.init(
            dedupKey: Self.key(ofDeploy: look.watch.deployID), kind: .deploy, source: "deploy_watch",
            title: report.title, severity: report.severity == .critical ? .critical : .warning,
            service: deploy.service, operation: diff.regressions.first?.operation.name,
            environment: look.builds.scope.name, version: look.builds.current.build,
            startedAt: max(deploy.at, look.builds.current.firstSeen), destinations: deploy.destinations,
            details: .object(details))
    }
}
