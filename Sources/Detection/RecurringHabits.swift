public import Telemetry

/// What series did by themselves in the last days, beyond the hour that detectors look at: a job that runs every six
/// hours is no news on its second day.
///
/// May only acquit, and only times and structures: errors, silence, promises and builds are judged for themselves. What
/// happened once was an incident and must not hide the next, what happened twice is a habit, as long as it is no larger
/// and takes no longer than it did. Holds its memory in the process; `remember(_:from:to:)` takes up what a casebook knows
/// of the time before.
public struct RecurringHabits: Sendable {
    /// A stretch of time in which something stood out at look after look.
    private struct Episode {
        var first: Timestamp
        var last: Timestamp
        var change: Double
    }

    private var episodes: [String: [Episode]] = [:]
    private var pruned: Timestamp?

    /// How long an episode is remembered.
    public static let memory = Duration.seconds(3 * 86_400)
    /// What stands out again within this is the same episode.
    static let pause = Duration.seconds(1800)
    /// A change this many times as large as the second largest episode's is news all the same, and so is one that lasts
    /// this many times as long as the second longest, and a few minutes.
    static let growth = 1.5
    static let allowance = Duration.seconds(300)
    /// Episodes of one fingerprint, and fingerprints, that are remembered at most; the newest of the first.
    static let limits = (episodes: 32, fingerprints: 20_000)
    private static let kinds: Set<Finding.Kind> = [.latency, .structureChange]

    /// Remembers nothing yet.
    public init() {}

    /// Remembers what stood out at a look; call it in order of time.
    public mutating func remember(_ movements: [Movement], at now: Timestamp) {
        remember(movements, from: now, to: now)
    }

    /// Remembers what stood out for a while.
    public mutating func remember(_ movements: [Movement], from first: Timestamp, to last: Timestamp) {
        prune(last)
        for movement in movements {
            var known = episodes[movement.fingerprint] ?? []
            if let place = known.indices.last, first - known[place].last <= Self.pause {
                known[place].last = max(known[place].last, last)
                known[place].change = max(known[place].change, movement.change)
            } else if !known.isEmpty || episodes.count < Self.limits.fingerprints {
                known = known.suffix(Self.limits.episodes - 1)
                known.append(Episode(first: first, last: last, change: movement.change))
            }
            episodes[movement.fingerprint] = known.isEmpty ? nil : known
        }
    }

    /// The groups that are left when habits are no reason to open a case.
    public func withoutHabits(_ groups: [FindingGroup], at now: Timestamp) -> [FindingGroup] {
        groups.filter { $0.reasons.contains { !isHabit($0, at: now) } }
    }

    private func isHabit(_ finding: Finding, at now: Timestamp) -> Bool {
        guard Self.kinds.contains(finding.kind) else { return false }
        let known = episodes[finding.fingerprint] ?? []
        let earlier = known.filter { now - $0.last > Self.pause && now - $0.last <= Self.memory }
        guard earlier.count >= 2 else { return false }
        let change = earlier.map(\.change).sorted(by: >)[1]
        let length = earlier.map { $0.last - $0.first }.sorted(by: >)[1]
        let lasting = known.last.map { now - $0.last <= Self.pause ? now - $0.first : .zero } ?? .zero
        return finding.change <= Self.growth * change && lasting <= length * Self.growth + Self.allowance
    }

    /// Forgets what is over, now and then.
    private mutating func prune(_ now: Timestamp) {
        if let pruned, now - pruned < Self.pause { return }
        pruned = now
        episodes = episodes.compactMapValues { known in
            let kept = known.filter { now - $0.last <= Self.memory }
            return kept.isEmpty ? nil : kept
        }
    }
}

/// A change as large as one that opens a case, whether or not the series' own recent history holds it back.
public struct Movement: Hashable, Sendable {
    /// That of the finding it would be.
    public var fingerprint: String
    /// How far the measure lies from what is usual, in the finding's unit.
    public var change: Double

    /// Makes a movement.
    public init(fingerprint: String, change: Double) {
        self.fingerprint = fingerprint
        self.change = change
    }

    /// What a finding moved.
    public init(_ finding: Finding) { self.init(fingerprint: finding.fingerprint, change: finding.change) }
}
