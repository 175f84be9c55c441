import Analysis
import SpanSources
import Telemetry

/// A build of a service as spans show it.
struct BuildSighting: Sendable {
    var service: String
    var build: String
    var revision: String?
    var firstSeen: Timestamp
    var lastSeen: Timestamp
    var count: Double
    var errorShare: Double
    var milliseconds: Double

    /// As a comparison of builds takes it.
    var observed: ObservedBuild {
        ObservedBuild(
            service: service, build: build, revision: revision, firstSeen: firstSeen, lastSeen: lastSeen, spans: count,
            errors: errorShare * count)
    }

    /// The builds seen from the start of the baseline to the end of the window, in order of appearance.
    static func all(_ source: any SpanSource, _ plan: InvestigationPlan) async throws(SpanSourceError)
        -> [BuildSighting]
    {
        let table = try await source.run(
            SpanQuery(
                range: TimeRange(start: plan.baseline.start, end: plan.window.end),
                filter: plan.filter.and(.exists(.build)),
                groups: [.field(.intrinsic(.service)), .field(.build)],
                aggregates: [
                    .minimum(.intrinsic(.time)), .maximum(.intrinsic(.time)), .count,
                    .share(.isError, named: "errors"), .quantile(.intrinsic(.duration), 0.95),
                    .first(.anyScope(BuildIdentity.revisionKey)),
                ], limit: 500))
        return (0..<table.rowCount).compactMap { row -> BuildSighting? in
            guard let service = table.text("service", row: row), let build = table.text("build", row: row) else {
                return nil
            }
            return BuildSighting(
                service: service, build: build,
                revision: table.text("first(\(BuildIdentity.revisionKey))", row: row),
                firstSeen: table.time("min(time)", row: row), lastSeen: table.time("max(time)", row: row),
                count: table.number("count", row: row) ?? 0, errorShare: table.number("errors", row: row) ?? 0,
                milliseconds: (table.number("p95(duration)", row: row) ?? 0) / 1e6)
        }.sorted { ($0.firstSeen, $0.service, $0.build) < ($1.firstSeen, $1.service, $1.build) }
    }
}
