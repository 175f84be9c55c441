import Analysis
import Casebook
import Logging
import SpanSources
import Telemetry

/// Writes the diff report of every watch that is due: what a deploy did, or whether a rollback brought the numbers back.
struct WatchRound: Sendable {
    let source: any SpanSource
    let casebook: Casebook
    let logger: Logger

    /// Looks at the watches whose time has come.
    func look() async throws {
        for watch in try await casebook.dueWatches() {
            let report = try await report(on: watch)
            let outcome = report.map { ([$0.title] + $0.lines).joined(separator: "\n") }
            try await casebook.finishWatch(
                watch.id, outcome: outcome ?? "not comparable: one of the builds sent no spans")
            logger.notice(
                "a deploy was looked at",
                metadata: [
                    "service": "\(watch.deploy.service)", "version": "\(watch.deploy.version)",
                    "finding": "\(report?.title ?? "not comparable")",
                ])
        }
    }

    /// The diff report; nil where there is nothing to compare.
    private func report(on watch: Watch) async throws -> DiffReport? {
        let deploy = watch.deploy
        let end = deploy.at + .seconds(watch.afterSeconds)
        let builds = ObservedBuild.list(
            try await source.run(
                BuildQueries.builds(
                    range: TimeRange(last: .seconds(86_400), before: end), filter: .service(deploy.service))))
        guard let version = deploy.previousVersion, version != deploy.version,
            let previous = builds.first(where: { $0.build == version }),
            let current = builds.first(where: { $0.build == deploy.version })
        else { return nil }
        let reader = BuildDifferenceReader(source)
        // A build that ran before the one it replaces has come back.
        if current.firstSeen < previous.firstSeen {
            return try await rollback(of: previous, to: current, watch, end, reader)
        }
        let sides = BuildSides(previous, current, now: end)
        let difference = try await reader.difference(
            before: sides.before, after: sides.after, method: sides.method, drift: sides.drift)
        return DiffReport(
            difference, service: deploy.service, build: deploy.version, previous: version,
            window: .seconds(watch.afterSeconds))
    }

    /// Compares the time before the bad build with the time after it, on what the bad build had made worse.
    private func rollback(
        of bad: ObservedBuild, to good: ObservedBuild, _ watch: Watch, _ end: Timestamp, _ reader: BuildDifferenceReader
    ) async throws -> DiffReport? {
        let service = watch.deploy.service
        let before = BuildSide(
            service: service, build: good.build, range: TimeRange(start: good.firstSeen, end: bad.firstSeen),
            filter: .all)
        let during = BuildSide(
            service: service, build: bad.build, range: TimeRange(start: bad.firstSeen, end: watch.deploy.at),
            filter: .all)
        let after = BuildSide(
            service: service, build: good.build, range: TimeRange(start: watch.deploy.at, end: end), filter: .all)
        let damage = try await reader.difference(before: before, after: during, method: .beforeAndAfter)
        var repair = try await reader.difference(before: before, after: after, method: .beforeAndAfter)
        let damaged = Dictionary(
            uniqueKeysWithValues: damage.comparison.operations(.regressed).map { ($0.operation, Set($0.moved)) })
        // Only what the bad build had moved tells whether taking it back helped.
        for index in repair.comparison.operations.indices {
            let change = repair.comparison.operations[index]
            if damaged[change.operation]?.isDisjoint(with: change.moved) != false {
                repair.comparison.operations[index].verdict = .unchanged
            }
        }
        return DiffReport(
            repair, service: service, build: good.build, previous: good.build, window: .seconds(watch.afterSeconds),
            rollbackOf: bad.build, regressed: Set(damaged.keys))
    }
}
