public import SpanSources
public import Telemetry

/// What the detectors would have found around the same time a week before: what comes with the hour of the week - a
/// nightly job, the first people on Monday - is no news.
///
/// The recent baseline judges, and the same hour of the week may only acquit; without telemetry that old it is silent.
public actor WeeklyHabits {
    private let reader: WindowReader
    private let suite: DetectorSuite
    private var known: (around: Timestamp, changes: [String: Double])?

    /// How far from the same time of the week a habit may begin.
    static let slack = Duration.seconds(900)
    static let week = Duration.seconds(7 * 86_400)
    /// How long telemetry has to be kept for habits to be known.
    public static let leastHistory = week + slack * 2
    /// A change this many times as large as a week before is news all the same.
    static let growth = 2.0
    /// Promises and builds are judged for themselves, whatever was usual.
    private static let kinds: Set<Finding.Kind> = [.buildRegression, .burnRate]

    /// Makes the memory of a reader's source.
    public init(_ reader: WindowReader, suite: DetectorSuite) {
        self.reader = reader
        self.suite = suite
    }

    /// The groups that are left when findings which the hour brings are no reason to open a case.
    ///
    /// - Throws: what the source throws.
    public func withoutHabits(
        _ groups: [FindingGroup], at now: Timestamp
    ) async throws(SpanSourceError) -> [FindingGroup] {
        guard !groups.isEmpty else { return [] }
        let habits = try await habits(around: now)
        guard !habits.isEmpty else { return groups }
        return groups.filter { group in
            group.reasons.contains { finding in
                guard let usual = habits[finding.fingerprint] else { return true }
                return Self.kinds.contains(finding.kind) || finding.change > Self.growth * usual
            }
        }
    }

    private func habits(around now: Timestamp) async throws(SpanSourceError) -> [String: Double] {
        let then = reader.end(at: now - Self.week)
        // Looks follow each other every few seconds; what was found a week ago does not change.
        if let known, then >= known.around, then - known.around < Self.slack / 3 { return known.changes }
        let changes = try await changes(around: then)
        known = (then, changes)
        return changes
    }

    /// The largest change of each finding around a time; empty where the store does not reach back that far.
    private func changes(around then: Timestamp) async throws(SpanSourceError) -> [String: Double] {
        let slack = max(1, Int(Self.slack / reader.bucket))
        let range = TimeRange(
            start: then - reader.bucket * (reader.bucketCount + slack), end: then + reader.bucket * slack)
        guard let covered = try await reader.source.coverage(), covered.start <= then - reader.bucket * slack else {
            return [:]
        }
        let windows = try await reader.read(range, now: range.end)
        var changes: [String: Double] = [:]
        for end in max(0, windows.bucketCount - 2 * slack)...windows.bucketCount {
            let seen = windows.buckets(max(0, end - reader.bucketCount)..<end)
            for finding in suite.findings(in: seen) where finding.severity > .notice {
                changes[finding.fingerprint] = max(changes[finding.fingerprint] ?? 0, finding.change)
            }
        }
        return changes
    }
}
