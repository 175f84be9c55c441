public import SpanSources
public import Telemetry

/// What a build had damaged, and what became of it once the build before it came back.
public struct RollbackDifference: Sendable {
    /// The time before the bad build, the time with it, and the time after it.
    public var before: BuildSide
    public var during: BuildSide
    public var after: BuildSide
    /// The operations the bad build had made worse.
    public var damaged: Set<Operation>
    /// Before against after; only what the bad build had moved keeps its verdict.
    public var repair: BuildDifference
}

extension BuildDifferenceReader {
    /// Measures a rollback that happened at a time.
    public func rollback(
        _ builds: DeployedBuilds, at time: Timestamp, until end: Timestamp
    ) async throws(SpanSourceError) -> RollbackDifference {
        let (good, bad) = (builds.current, builds.previous)
        func side(_ build: ObservedBuild, _ start: Timestamp, _ end: Timestamp) -> BuildSide {
            BuildSide(
                service: build.service, build: build.build, range: TimeRange(start: start, end: max(start, end)),
                filter: builds.scope.filter)
        }
        let before = side(good, good.firstSeen, bad.firstSeen)
        let during = side(bad, bad.firstSeen, max(time, bad.firstSeen))
        let after = side(good, max(time, bad.firstSeen), end)
        let damage = try await difference(before: before, after: during, method: .beforeAndAfter)
        var repair = try await difference(before: before, after: after, method: .beforeAndAfter)
        let damaged = Dictionary(
            damage.comparison.operations(.regressed).map { ($0.operation, Set($0.moved)) },
            uniquingKeysWith: { first, _ in first })
        // Only what the bad build had moved tells whether taking it back helped.
        for index in repair.comparison.operations.indices {
            let change = repair.comparison.operations[index]
            if damaged[change.operation]?.isDisjoint(with: change.moved) != false,
                change.verdict != .tooFew, change.after != nil
            {
                repair.comparison.operations[index].verdict = .unchanged
            }
        }
        return RollbackDifference(
            before: before, during: during, after: after, damaged: Set(damaged.keys), repair: repair)
    }
}
