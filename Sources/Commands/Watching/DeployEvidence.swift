import Analysis
import Investigation
import JSONValues
import Telemetry
import ToolKit

/// The tool calls behind a diff report, so that every number in it can be run again.
struct DeployEvidence: Sendable {
    private let registry: ToolRegistry
    let plan: InvestigationPlan
    private(set) var taken: [Evidence] = []
    /// What could not be gathered, and why.
    private(set) var notes: [String] = []

    init(registry: ToolRegistry, plan: InvestigationPlan) {
        self.registry = registry
        self.plan = plan
    }

    /// What the builds did, what was changed between them, and what that change promised.
    mutating func add(_ builds: DeployedBuilds) async {
        let seconds = (plan.now - builds.previous.firstSeen).inSeconds
        let arguments: JSONValue = [
            "service": .string(builds.current.service), "from": .string(builds.previous.build),
            "to": .string(builds.current.build), "hours": .number(max(0.1, (seconds + 60) / 3600)),
        ]
        await call("diff_builds", arguments)
        await call("check_expectations", arguments)
    }

    /// What the service did before a bad build, with it, and after it.
    mutating func add(_ rollback: RollbackDifference) async {
        for side in [rollback.before, rollback.during, rollback.after] {
            let conditions: [(String, String)] =
                [("service", side.service)] + (side.build.map { [("build", $0)] } ?? [])
            await call(
                "query_spans",
                [
                    "filter": .array(
                        conditions.map { ["field": .string($0.0), "op": "=", "value": .string($0.1)] }),
                    "group_by": ["name"], "aggregates": ["count", "error_rate", "p95(duration)"],
                    "from": .string("\(side.range.start)"), "to": .string("\(side.range.end)"), "limit": 50,
                ])
        }
    }

    /// The evidence of a tool; the first where there are several.
    func of(_ tool: String) -> Evidence? { taken.first { $0.tool == tool } }

    private mutating func call(_ tool: String, _ arguments: JSONValue) async {
        let context = ToolContext(
            window: plan.window, baseline: plan.baseline, now: plan.now, environment: plan.environment,
            redactor: Redactor(key: Array(plan.pseudonymKey.utf8)))
        switch await registry.call(tool, arguments, context) {
        case .success(let output):
            taken.append(
                Evidence(
                    id: EvidenceID(taken.count + 1), tool: tool, arguments: arguments, output: output,
                    takenAt: plan.now))
        case .failure(let failure): notes.append("\(tool): \(failure.message)")
        }
    }
}

extension Evidence {
    /// The rows of a table by column.
    func rows(_ section: String) -> [[String: JSONValue]] {
        for part in output.sections where part.name == section {
            guard case .table(let table) = part.content else { continue }
            let names = table.columns.map(\.name)
            return table.rows.map { Dictionary(zip(names, $0), uniquingKeysWith: { first, _ in first }) }
        }
        return []
    }
}
