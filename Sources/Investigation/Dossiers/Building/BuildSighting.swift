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
    /// Whether it was first seen in the window or shortly before: in the later half of the time before the window that
    /// there is telemetry of. Most of what the window is compared with then ran without it.
    var isNew = false
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
        let builds = (0..<table.rowCount).compactMap { row -> BuildSighting? in
            guard let service = table.text("service", row: row), let build = table.text("build", row: row) else {
                return nil
            }
            return BuildSighting(
                service: service, build: build,
                revision: table.text("first(\(BuildIdentity.revisionKey))", row: row),
                firstSeen: table.time("min(time)", row: row), lastSeen: table.time("max(time)", row: row),
                count: table.number("count", row: row) ?? 0, errorShare: table.number("errors", row: row) ?? 0,
                milliseconds: (table.number("p95(duration)", row: row) ?? 0) / 1e6)
        }.sorted()
        guard let first = builds.first?.firstSeen else { return [] }
        let middle = min(plan.window.start, first + (plan.window.start - first) / 2)
        return builds.map { build in
            var build = build
            build.isNew = build.firstSeen >= middle
            return build
        }
    }
}

extension BuildSighting: Comparable {
    /// In order of appearance.
    static func < (left: BuildSighting, right: BuildSighting) -> Bool {
        (left.firstSeen, left.service, left.build) < (right.firstSeen, right.service, right.build)
    }
}
