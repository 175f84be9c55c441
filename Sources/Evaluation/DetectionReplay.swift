import Detection
import SpanSources
import Telemetry

/// Runs the detectors over stored telemetry as the daemon does: every ten seconds, over what has settled.
struct DetectionReplay: Sendable {
    let source: any SpanSource
    let suite = DetectorSuite.standard()
    /// Nothing is judged before this much is known.
    let history = Duration.seconds(240)

    /// How far looks reach back.
    static let memory = Duration.seconds(7200)

    /// The pause between two looks.
    private let step = Duration.seconds(10)

    /// A finding and when it was made.
    struct TimedFinding: Sendable {
        /// When the daemon would have made it: after the window has settled.
        var time: Timestamp
        /// The end of what it had seen.
        var seenUntil: Timestamp
        var finding: Finding
    }

    /// All findings that open a case or belong to one, in order of time.
    func findings(from start: Timestamp, to end: Timestamp) async throws -> [TimedFinding] {
        var reader = WindowReader(source: source)
        reader.bucketCount = Int(Self.memory / reader.bucket)
        let windows = SlidingWindows(reader)
        var steady = StandingFindings()
        var habits = RecurringHabits()
        var result: [TimedFinding] = []
        var now = start + history + reader.settling
        while now <= end + reader.settling {
            if let windows = try await windows.next(at: now) {
                let look = suite.look(at: windows)
                let standing = steady.standing(FindingGroup.grouped(look.findings, callees: windows.callees))
                let groups = habits.withoutHabits(standing, at: windows.end)
                habits.remember(look.movements, at: windows.end)
                result += groups.flatMap(\.findings).map {
                    TimedFinding(time: now, seenUntil: windows.end, finding: $0)
                }
            }
            now = now + step
        }
        return result
    }

    /// Telemetry time in which detectors could fire.
    func watchedHours(from start: Timestamp, to end: Timestamp) -> Double {
        max(0, (end - start - history + .seconds(30)).inSeconds) / 3600
    }

    /// The cases that findings make, in order of time: those within five minutes of each other are one.
    static func cases(_ findings: [TimedFinding]) -> [[TimedFinding]] {
        var cases: [[TimedFinding]] = []
        for finding in findings {
            if let last = cases.last?.last, finding.time - last.time <= .seconds(300) {
                cases[cases.count - 1].append(finding)
            } else {
                cases.append([finding])
            }
        }
        return cases
    }
}
