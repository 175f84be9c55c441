import Detection
import SpanSources
import Telemetry

/// Runs the detectors over stored telemetry as the daemon would have: every half minute, looking back.
struct DetectionReplay: Sendable {
    let source: any SpanSource
    let suite = DetectorSuite.standard()
    let step = Duration.seconds(30)
    /// Nothing is judged before this much is known.
    let history = Duration.seconds(240)

    /// A finding and when it was made.
    struct TimedFinding: Sendable {
        var time: Timestamp
        var finding: Finding
    }

    /// All findings past a notice, in order of time.
    func findings(from start: Timestamp, to end: Timestamp) async throws -> [TimedFinding] {
        var result: [TimedFinding] = []
        var now = start + history
        while now <= end {
            let windows = try await WindowReader(source: source, bucketCount: 240, flowRows: 400_000).read(until: now)
            result += suite.findings(in: windows).filter { $0.severity > .notice }.map {
                TimedFinding(time: now, finding: $0)
            }
            now = now + step
        }
        return result
    }

    /// Telemetry time in which detectors could fire.
    func watchedHours(from start: Timestamp, to end: Timestamp) -> Double {
        max(0, (end - start - history + step).inSeconds) / 3600
    }

    /// How many cases findings open: those within five minutes of each other are one.
    static func cases(_ findings: [TimedFinding]) -> Int {
        var (count, last) = (0, Timestamp(nanoseconds: .min))
        for finding in findings {
            if count == 0 || finding.time - last > .seconds(300) { count += 1 }
            last = finding.time
        }
        return count
    }
}
