import Analysis
import Telemetry

/// Finds error log templates and exception types that are new, or much more frequent than they were.
///
/// A few records of a new template, or more of a known one, are a notice: they count beside a change of the traces.
public struct ErrorTemplateDetector: Detector {
    public let name = "error_template"
    /// Least records in the window, for a notice.
    public var minimumCount: Double
    /// Least records in the window of a new template, for a warning.
    public var warningCount: Double
    /// Least growth of the rate of a template that is not new.
    public var minimumRatio: Double

    /// Makes a detector.
    public init(minimumCount: Double = 5, warningCount: Double = 12, minimumRatio: Double = 4) {
        self.minimumCount = minimumCount
        self.warningCount = warningCount
        self.minimumRatio = minimumRatio
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        guard test.isWarm else { return screening }
        for series in windows.events where series.severity >= 17 {
            screening.tested += 1
            if let finding = finding(series, test) { screening.findings.append(finding) }
        }
        return screening
    }

    private func finding(_ series: EventSeries, _ test: SeriesTest) -> Finding? {
        let windows = test.windows
        let seen = test.inWindow(series.counts)
        let before = test.inBaseline(series.counts)
        let most = windows.baseline.map { series.counts[$0] }.max() ?? 0
        let ratio = PoissonRatio(
            left: seen, leftExposure: Double(windows.windowBuckets), right: before,
            rightExposure: Double(windows.baseline.count), overdispersion: 2)
        let isNew = before == 0
        guard seen >= minimumCount, isNew || (ratio.ratio >= minimumRatio && seen > 2 * most),
            test.persists(series.counts, { series.counts[$0] > 0 })
        else { return nil }
        let onset = test.onset { series.counts[$0] > (isNew ? 0 : most) }
        let rate = 60 / windows.bucket.inSeconds
        let observed = seen / Double(windows.windowBuckets) * rate
        let expected = before / Double(max(1, windows.baseline.count)) * rate
        return Finding(
            detector: name, kind: isNew ? .newErrorTemplate : .errorTemplateRate, service: series.service,
            operation: series.template, onset: windows.range(onset..<windows.bucketCount).start,
            window: windows.range(windows.window), observed: observed, expected: expected, unit: "per_minute",
            effect: ratio.ratio, sampleSize: Int(seen), baselineSize: Int(before), probability: ratio.probability,
            severity: isNew && seen >= warningCount ? .warning : .notice,
            explanation: isNew
                ? "\(series.service) logs a new error, \(series.template): \(Int(seen)) records, none before."
                : "\(series.service) logs the error \(series.template) \(Rounded.text(observed)) times a minute, "
                    + "\(Rounded.text(expected)) before.")
    }
}
