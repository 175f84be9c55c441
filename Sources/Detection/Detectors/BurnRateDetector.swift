import Analysis
import Telemetry

/// Finds objectives whose error budget burns too fast, over a long and a short window at once.
///
/// Source: The Site Reliability Workbook, chapter 5, table of recommended windows for a 30-day objective.
public struct BurnRateDetector: Detector {
    public let name = "burn_rate"
    public var objectives: [ServiceLevelObjective]
    /// Least bad requests in the long window.
    public var minimumEvents: Double

    /// A pair of windows and the burn rate both must exceed.
    struct Rule {
        let long: Duration
        let short: Duration
        let burn: Double
        let severity: Finding.Severity
    }

    static let rules = [
        Rule(long: .seconds(3600), short: .seconds(300), burn: 14.4, severity: .critical),
        Rule(long: .seconds(21_600), short: .seconds(1800), burn: 6, severity: .critical),
        Rule(long: .seconds(86_400), short: .seconds(7200), burn: 3, severity: .warning),
        Rule(long: .seconds(259_200), short: .seconds(21_600), burn: 1, severity: .warning),
    ]

    /// Makes a detector.
    public init(objectives: [ServiceLevelObjective], minimumEvents: Double = 10) {
        self.objectives = objectives
        self.minimumEvents = minimumEvents
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        var screening = Screening()
        for objective in objectives {
            let counts = Self.counts(objective, windows)
            screening.tested += Self.rules.count
            let burning = Self.rules.lazy.compactMap { finding(objective, $0, counts, windows) }.first
            if let burning { screening.findings.append(burning) }
        }
        return screening
    }

    private func finding(
        _ objective: ServiceLevelObjective, _ rule: Rule, _ counts: (all: [Double], bad: [Double]),
        _ windows: OperationWindows
    ) -> Finding? {
        func burn(_ length: Duration) -> (rate: Double, bad: Double, all: Double) {
            let buckets = min(windows.bucketCount, max(1, Int((length / windows.bucket).rounded())))
            let all = counts.all.suffix(buckets).reduce(0, +)
            let bad = counts.bad.suffix(buckets).reduce(0, +)
            return (all > 0 ? bad / all / (1 - objective.target) : 0, bad, all)
        }
        let (long, short) = (burn(rule.long), burn(rule.short))
        guard long.bad >= minimumEvents, long.rate >= rule.burn, short.rate >= rule.burn else { return nil }
        let range = TimeRange(last: rule.short, before: windows.range(windows.window).end)
        return Finding(
            detector: name, kind: .burnRate, service: objective.service, operation: objective.operation,
            onset: range.start, window: range, observed: long.bad / long.all, expected: 1 - objective.target,
            unit: "share", effect: long.rate, sampleSize: Int(long.all), baselineSize: 0, probability: 0,
            severity: rule.severity,
            explanation: "\(objective.service) burns its error budget \(Rounded.text(long.rate)) times too fast: "
                + "\(Int(long.bad)) of \(Int(long.all)) requests were not good, \(Rounded.percent(1 - objective.target)) "
                + "may be.")
    }

    private static func counts(
        _ objective: ServiceLevelObjective, _ windows: OperationWindows
    ) -> (all: [Double], bad: [Double]) {
        var all = [Double](repeating: 0, count: windows.bucketCount)
        var bad = all
        for series in windows.operations where series.service == objective.service {
            guard objective.operation.map({ $0 == series.operation }) ?? (series.kind == .server) else { continue }
            for bucket in 0..<windows.bucketCount {
                all[bucket] += series.counts[bucket]
                let slow = objective.latencyMilliseconds.map { series.latencies[bucket].count(above: $0 * 1e6) } ?? 0
                // A slow error is one bad request; which of both is not kept, so the larger count stands.
                bad[bucket] += max(series.errors[bucket], slow)
            }
        }
        return (all, bad)
    }
}

extension LatencySketch {
    /// Spans in classes that lie wholly above a duration.
    func count(above nanoseconds: Double) -> Double {
        let limit = Self.class(of: nanoseconds)
        return counts.reduce(0) { $0 + ($1.key > limit ? $1.value : 0) }
    }
}
