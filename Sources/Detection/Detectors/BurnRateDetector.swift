import Analysis
import Telemetry

/// Finds objectives whose error budget burns too fast, over a long and a short window at once.
///
/// A part of the long window that telemetry does not reach back to has burned nothing: what counts is the budget that is
/// known to be gone, a fiftieth within an hour for the first rule. Source: The Site Reliability Workbook, chapter 5, table
/// of recommended windows for a 30-day objective.
public struct BurnRateDetector: Detector {
    public let name = "burn_rate"
    public let needsHistory = false
    /// Least bad requests in the long window.
    public var minimumEvents: Double

    /// A pair of windows and the burn rate both must exceed.
    struct Rule {
        let long: Duration
        let short: Duration
        let burn: Double
        let severity: Finding.Severity
    }

    /// How far back the rules look.
    static let longestWindow = Duration.seconds(259_200)

    static let rules = [
        Rule(long: .seconds(3600), short: .seconds(300), burn: 14.4, severity: .critical),
        Rule(long: .seconds(21_600), short: .seconds(1800), burn: 6, severity: .critical),
        Rule(long: .seconds(86_400), short: .seconds(7200), burn: 3, severity: .warning),
        Rule(long: longestWindow, short: .seconds(21_600), burn: 1, severity: .warning),
    ]

    /// Makes a detector.
    public init(minimumEvents: Double = 10) { self.minimumEvents = minimumEvents }

    public func screen(_ windows: OperationWindows) -> Screening {
        var screening = Screening(tested: windows.objectives.count * Self.rules.count)
        for series in windows.objectives {
            let burning = Self.rules.lazy.compactMap { finding(series, $0) }.first
            if let burning { screening.findings.append(burning) }
        }
        return screening
    }

    private func finding(_ series: ObjectiveSeries, _ rule: Rule) -> Finding? {
        let objective = series.objective
        let (long, short) = (Burn(series, rule.long), Burn(series, rule.short))
        guard long.bad >= minimumEvents, long.gone >= rule.burn, short.gone >= rule.burn else { return nil }
        let range = TimeRange(last: rule.short, before: series.end)
        let what = [objective.service, objective.operation].compactMap(\.self).joined(separator: " ")
        return Finding(
            detector: name, kind: .burnRate, service: objective.service, operation: objective.operation,
            onset: range.start, window: range, observed: long.bad / long.all, expected: 1 - objective.target,
            unit: "share", effect: long.rate, sampleSize: Int(long.all), baselineSize: 0, probability: 0,
            severity: rule.severity,
            explanation: "\(what) burns its error budget \(Rounded.text(long.rate)) times too fast over "
                + "\(Self.words(long.known)) and \(Rounded.text(short.rate)) times over \(Self.words(short.known)): "
                + "\(Int(long.bad)) of \(Int(long.all)) requests were not good, "
                + "\(Rounded.percent(1 - objective.target)) may be.")
    }

    /// How fast the budget burned in a stretch: 1 uses it up in thirty days.
    private struct Burn {
        let bad: Double
        let all: Double
        let known: Duration
        /// Over what is known of the stretch.
        let rate: Double
        /// Over the whole of it.
        let gone: Double

        init(_ series: ObjectiveSeries, _ length: Duration) {
            (all, bad, known) = series.newest(length)
            rate = all > 0 ? bad / all / (1 - series.objective.target) : 0
            gone = rate * (known / length)
        }
    }

    private static func words(_ length: Duration) -> String {
        let minutes = length.inSeconds / 60
        return minutes < 120 ? "\(Rounded.text(minutes)) minutes" : "\(Rounded.text(minutes / 60)) hours"
    }
}
