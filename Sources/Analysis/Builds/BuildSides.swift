public import SpanSources
public import Telemetry

/// A build as spans show it.
public struct ObservedBuild: Hashable, Sendable {
    public var service: String
    public var build: String
    public var revision: String?
    public var firstSeen: Timestamp
    public var lastSeen: Timestamp
    public var spans: Double
    public var errors: Double

    /// Makes a build.
    public init(
        service: String, build: String, revision: String?, firstSeen: Timestamp, lastSeen: Timestamp, spans: Double,
        errors: Double
    ) {
        self.service = service
        self.build = build
        self.revision = revision
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.spans = spans
        self.errors = errors
    }

    /// Reads the answer of `BuildQueries.builds`, newest build first.
    public static func list(_ table: ResultTable) -> [ObservedBuild] {
        (0..<table.rowCount).compactMap { row -> ObservedBuild? in
            guard let service = table.text("service", row: row), let build = table.text("build", row: row) else {
                return nil
            }
            return ObservedBuild(
                service: service, build: build, revision: table.text(BuildIdentity.revisionKey, row: row),
                firstSeen: table.time("min(time)", row: row), lastSeen: table.time("max(time)", row: row),
                spans: table.number("count", row: row) ?? 0,
                errors: table.number("errors", row: row) ?? 0)
        }.sorted { ($1.firstSeen, $0.service, $0.build) < ($0.firstSeen, $1.service, $1.build) }
    }
}

/// Chooses the times over which two builds are compared.
public struct BuildSides: Sendable {
    public var before: BuildSide
    public var after: BuildSide
    public var method: BuildDifference.Method
    /// The old build before the rollout, where both served at once.
    public var drift: BuildSide?

    /// The same hours a week earlier, whatever ran then, where one build followed the other: what the time of day and of
    /// the week changes by itself.
    public var seasons: (before: BuildSide, after: BuildSide)?

    /// Rollouts that overlap for less than this are before and after.
    static let smallestOverlap = Duration.seconds(60)

    /// Chooses sides.
    ///
    /// - Parameters:
    ///   - longest: most time looked at on a side.
    ///   - now: spans after it are not looked at.
    public init(
        _ old: ObservedBuild, _ new: ObservedBuild, filter: Predicate = .all, longest: Duration = .seconds(86_400),
        now: Timestamp
    ) {
        let end = min(now, new.lastSeen + .nanoseconds(1))
        let newRange = TimeRange(start: new.firstSeen, end: min(end, new.firstSeen + longest))
        let overlap = TimeRange(
            start: max(old.firstSeen, new.firstSeen), end: min(old.lastSeen, min(end, new.firstSeen + longest)))
        let isConcurrent = overlap.duration >= Self.smallestOverlap && old.firstSeen < new.firstSeen
        let length = min(longest, max(newRange.duration, .seconds(600)))
        let earlier = TimeRange(
            start: max(old.firstSeen, new.firstSeen - length), end: min(new.firstSeen, old.lastSeen + .nanoseconds(1)))
        method = isConcurrent ? .concurrent : .beforeAndAfter
        after = BuildSide(
            service: new.service, build: new.build, range: isConcurrent ? overlap : newRange, filter: filter)
        before = BuildSide(
            service: old.service, build: old.build, range: isConcurrent ? overlap : earlier, filter: filter)
        drift =
            isConcurrent ? BuildSide(service: old.service, build: old.build, range: earlier, filter: filter) : nil
        func weekEarlier(_ range: TimeRange) -> BuildSide {
            let week = Duration.seconds(7 * 86_400)
            return BuildSide(
                service: new.service, build: nil, range: TimeRange(start: range.start - week, end: range.end - week),
                filter: filter)
        }
        seasons = isConcurrent ? nil : (weekEarlier(earlier), weekEarlier(newRange))
    }
}

extension BuildSides: Hashable {
    public static func == (left: BuildSides, right: BuildSides) -> Bool {
        left.method == right.method && left.all == right.all
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(all)
    }

    private var all: [BuildSide?] { [before, after, drift, seasons?.before, seasons?.after] }
}
