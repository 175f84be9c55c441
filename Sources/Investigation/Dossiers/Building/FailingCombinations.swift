import Analysis
import SpanSources
import Telemetry

/// Which values together an operation's failures are about, whether or not the operation as a whole deviates: a cell
/// that fails is hidden in a large number of spans.
struct FailingCombinations: Sendable {
    var service: String
    var operation: String
    /// Best first.
    var findings: [CombinationScan.Finding]

    /// The combination to tell of: the best that fails more than what is beside it, where chance does not explain it.
    var telling: CombinationScan.Finding? { findings.first { $0.isBeyondChance && $0.standsOut } }

    /// Fields that are combined at most; cells multiply with each.
    private static let combinedFields = 7
    /// A field with more values is no dimension.
    private static let valuesPerField = 1000

    /// Scans the failing operation; nil where hardly anything fails.
    static func all(
        _ source: any SpanSource, _ plan: InvestigationPlan, _ facts: DossierFacts
    ) async throws(SpanSourceError) -> FailingCombinations? {
        guard let change = operation(facts, plan) else { return nil }
        let filter = plan.filter.and(.service(change.service)).and(.named(change.operation))
        let counts = try await source.compare(
            Comparison(
                selection: .init(range: plan.window, filter: filter.and(.isError)),
                baseline: .init(range: plan.window, filter: filter.and(.not(.isError)))))
        let fields = fields(counts)
        guard !fields.isEmpty else { return nil }
        let query = CombinationQuery(window: plan.window, baseline: plan.baseline, filter: filter, fields: fields)
        let scan = try await query.scan { query async throws(SpanSourceError) in try await source.run(query) }
        guard !scan.findings.isEmpty else { return nil }
        let isCompared = facts.newBuild(of: change.service) != nil
        return FailingCombinations(
            service: change.service, operation: change.operation,
            findings: isCompared ? withoutBuilds(scan.findings) : scan.findings)
    }

    /// Without those that name a build beside values which are a finding by themselves: that only the new build fails is
    /// found by comparing builds, and here it would stand beside every other value.
    private static func withoutBuilds(_ findings: [CombinationScan.Finding]) -> [CombinationScan.Finding] {
        let telling = Set(findings.filter(\.isBeyondChance).map { Set($0.conditions) })
        return findings.filter { finding in
            let others = finding.conditions.filter { !$0.field.tellsBuild }
            return others.count == finding.conditions.count || !telling.contains(Set(others))
        }
    }

    /// What fails more than it did, else what the signal names, else what fails most; of the lead where there is one.
    private static func operation(_ facts: DossierFacts, _ plan: InvestigationPlan) -> OperationChange? {
        let named = plan.signals.compactMap(\.service).first
        let service = facts.closest ?? named
        let mine = facts.operations.filter {
            (service == nil || $0.service == service) && $0.failures >= CombinationScan.minimumFailures
        }
        return mine.first { $0.hasMoreErrors }
            ?? mine.first { change in plan.signals.contains { $0.operation == change.operation } }
            ?? mine.max { $0.failures < $1.failures }
    }

    /// The dimensions, those first by which the failing spans differ most from the others.
    private static func fields(_ counts: ComparisonCounts) -> [Field] {
        let dimensions = counts.attributes.filter(isDimension).map { (field: $0.field, difference: difference($0)) }
        let ordered = dimensions.sorted { left, right in
            if left.difference != right.difference { return left.difference > right.difference }
            return "\(left.field)" < "\(right.field)"
        }
        return ordered.prefix(combinedFields).map(\.field)
    }

    /// Neither an outcome nor an identifier. What all requests of the window share can still be part of what failed, since
    /// the baseline had others; what all spans of a service share (its resource) cannot.
    private static func isDimension(_ counts: AttributeCounts) -> Bool {
        guard case .attribute(let name) = counts.field, !OutcomeFields.contains(counts.field) else { return false }
        let rows = counts.selectionRows + counts.baselineRows
        let least = name.scope == .span ? 1 : 2
        return (least...min(valuesPerField, max(2, rows / 4))).contains(counts.distinct)
    }

    /// Total variation distance between the values of the failing and the other spans, 0...1.
    private static func difference(_ counts: AttributeCounts) -> Double {
        let (left, right) = (Double(max(1, counts.selectionRows)), Double(max(1, counts.baselineRows)))
        return counts.values.reduce(0) { $0 + abs(Double($1.selection) / left - Double($1.baseline) / right) } / 2
    }
}

extension OperationChange {
    /// Failed spans in the window.
    var failures: Double { errorShare * count }
}
