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
        _ = await call("diff_builds", arguments)
        _ = await call("check_expectations", arguments)
    }

    /// Counts whom the bad spans of a side met, and says it citing the counts.
    mutating func claim(_ people: UserImpact, _ regressions: [OperationChange], _ side: BuildSide) async -> Claim? {
        guard let field = people.userField ?? people.tenantField else { return nil }
        let (column, key) = ("distinct(\(field))", ["service": JSONValue.string(side.service)])
        let spanset = BadSpans.spanset(regressions)
        let met = await query(side, where: spanset, groups: ["service"], aggregates: ["count", column])
        let seen = await query(side, groups: ["service"], aggregates: ["count", column])
        guard let affected = met?.cell(key, column, unit: "count"), let all = seen?.cell(key, column, unit: "count")
        else { return nil }
        return Claim(
            text: "\(ShortNumber.text(affected.value)) of \(ShortNumber.text(all.value)) "
                + "\(people.userField == nil ? "tenants" : "users") of \(side.service) met what got worse.",
            citations: [affected.citation, all.citation])
    }

    /// Reads what the variants of a flag did, and says it citing the cells.
    mutating func claim(_ contrast: FlagContrast, _ side: BuildSide) async -> Claim? {
        guard let worst = contrast.regressions.first else { return nil }
        let fails = worst.moved.contains("errors")
        let (variant, column) = ("feature_flag.result.variant", fails ? "error_rate" : "p95(duration)")
        let rows = await query(
            side, conditions: [("name", worst.operation.name), ("feature_flag.key", contrast.flag)],
            groups: [variant], aggregates: ["count", "error_rate", "p95(duration)"])
        func cell(_ name: String) -> (value: Double, citation: Citation)? {
            rows?.cell([variant: .string(name)], column, unit: fails ? "share" : "ms")
        }
        guard let worse = cell(contrast.worse), let better = cell(contrast.better) else { return nil }
        func words(_ value: Double) -> String {
            fails ? "fails in \(ShortNumber.text(100 * value)) %" : "takes \(ShortNumber.text(value)) ms"
        }
        return Claim(
            text: "With \(contrast.flag) = \(contrast.worse), \(worst.operation.name) \(words(worse.value))"
                + "\(fails ? " of its spans" : " at the 95th percentile"), and with \(contrast.better) it "
                + "\(words(better.value)).",
            citations: [worse.citation, better.citation])
    }

    /// What the service did before a bad build, with it, and after it.
    mutating func add(_ rollback: RollbackDifference) async {
        for side in [rollback.before, rollback.during, rollback.after] {
            _ = await query(side, groups: ["name"], aggregates: ["count", "error_rate", "p95(duration)"])
        }
    }

    private mutating func query(
        _ side: BuildSide, conditions: [(String, String)] = [], where spanset: String? = nil, groups: [String],
        aggregates: [String]
    ) async -> Evidence? {
        let all = [("service", side.service)] + (side.build.map { [("build", $0)] } ?? []) + conditions
        var arguments: [String: JSONValue] = [
            "filter": .array(all.map { ["field": .string($0.0), "op": "=", "value": .string($0.1)] }),
            "group_by": .array(groups.map(JSONValue.string)), "aggregates": .array(aggregates.map(JSONValue.string)),
            "from": .string("\(side.range.start)"), "to": .string("\(side.range.end)"), "limit": 50,
        ]
        arguments["where"] = spanset.map(JSONValue.string)
        return await call("query_spans", .object(arguments))
    }

    /// The evidence of a tool; the first where there are several.
    func of(_ tool: String) -> Evidence? { taken.first { $0.tool == tool } }

    private mutating func call(_ tool: String, _ arguments: JSONValue) async -> Evidence? {
        let context = ToolContext(
            window: plan.window, baseline: plan.baseline, now: plan.now, environment: plan.environment,
            redactor: Redactor(key: Array(plan.pseudonymKey.utf8)))
        switch await registry.call(tool, arguments, context) {
        case .success(let output):
            let evidence = Evidence(
                id: EvidenceID(taken.count + 1), tool: tool, arguments: arguments, output: output, takenAt: plan.now)
            taken.append(evidence)
            return evidence
        case .failure(let failure):
            notes.append("\(tool): \(failure.message)")
            return nil
        }
    }
}

extension Evidence {
    /// A number in the row of a query's answer, and where it stands; nil where it is not there.
    func cell(
        _ row: [String: JSONValue], _ column: String, unit: String
    ) -> (value: Double, citation: Citation)? {
        let found = rows("rows").first { candidate in row.allSatisfy { candidate[$0.key] == $0.value } }
        return found?[column]?.double.map { value in
            (
                value,
                Citation(
                    evidence: "\(id)", section: "rows", row: row, column: column, value: .number(value), unit: unit)
            )
        }
    }

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
