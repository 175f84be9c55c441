import Analysis
import SpanSources
import Telemetry

/// One operation in the window and in the baseline.
struct OperationChange: Sendable {
    var service: String
    var operation: String
    var kind: String
    var count: Double = 0
    var errorShare: Double = 0
    var milliseconds: Double = 0
    var baselineCount: Double = 0
    var baselineErrorShare: Double = 0
    var baselineMilliseconds: Double = 0

    /// Whether errors rose beyond chance and by a point at least.
    var hasMoreErrors: Bool {
        guard count >= 5, errorShare > baselineErrorShare + 0.01 else { return false }
        let now = Proportion(errorShare * count, of: count)
        let before = Proportion(baselineErrorShare * baselineCount, of: baselineCount)
        return baselineCount == 0 ? now.successes >= 3 : TwoProportionTest(now, before).probability < 0.01
    }

    /// Whether the 95th percentile rose by a third and by five milliseconds at least.
    var isSlower: Bool {
        count >= 5 && baselineCount >= 5 && milliseconds > 1.33 * baselineMilliseconds
            && milliseconds - baselineMilliseconds > 5
    }

    /// What is wrong with it; empty for a healthy operation.
    var deviations: [String] { (hasMoreErrors ? ["errors"] : []) + (isSlower ? ["latency"] : []) }

    /// The order of the table: errors by how many more there are, then slowness by ratio.
    var weight: Double {
        (hasMoreErrors ? 10 * (errorShare - baselineErrorShare) + 1 : 0)
            + (isSlower ? min(5, milliseconds / max(1, baselineMilliseconds)) : 0)
    }

    /// Reads both ranges, the most changed first.
    static func all(_ source: any SpanSource, _ plan: InvestigationPlan) async throws(SpanSourceError)
        -> [OperationChange]
    {
        var changes: [[String]: OperationChange] = [:]
        for (range, isWindow) in [(plan.window, true), (plan.baseline, false)] {
            let table = try await source.run(query(range, plan))
            for row in 0..<table.rowCount { add(table, row, isWindow: isWindow, to: &changes) }
        }
        return changes.values.sorted {
            $0.weight != $1.weight
                ? $0.weight > $1.weight : ($1.count, $0.service, $0.operation) < ($0.count, $1.service, $1.operation)
        }
    }

    private static func query(_ range: TimeRange, _ plan: InvestigationPlan) -> SpanQuery {
        SpanQuery(
            range: range, filter: plan.filter,
            groups: [.field(.intrinsic(.service)), .field(.intrinsic(.name)), .field(.intrinsic(.kind))],
            aggregates: [.count, .share(.isError, named: "errors"), .quantile(.intrinsic(.duration), 0.95)],
            limit: 5000)
    }

    private static func add(
        _ table: ResultTable, _ row: Int, isWindow: Bool, to changes: inout [[String]: OperationChange]
    ) {
        let key = ["service", "name", "kind"].map { table.text($0, row: row) ?? "" }
        var change = changes[key] ?? OperationChange(service: key[0], operation: key[1], kind: key[2])
        let count = table.number("count", row: row) ?? 0
        let errors = table.number("errors", row: row) ?? 0
        let milliseconds = (table.number("p95(duration)", row: row) ?? 0) / 1e6
        if isWindow {
            (change.count, change.errorShare, change.milliseconds) = (count, errors, milliseconds)
        } else {
            (change.baselineCount, change.baselineErrorShare, change.baselineMilliseconds) =
                (count, errors, milliseconds)
        }
        changes[key] = change
    }
}

extension InvestigationPlan {
    /// The rows an investigation may look at.
    var filter: Predicate { environment.filter }
}
