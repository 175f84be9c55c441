import Analysis
import Telemetry

/// Finds operations whose share of spans with status error rose.
public struct ErrorRateDetector: Detector {
    public let name = "error_rate"
    /// Least errors in the window.
    public var minimumErrors: Double
    /// Least rise of the share.
    public var minimumRise: Double

    /// Makes a detector.
    public init(minimumErrors: Double = 5, minimumRise: Double = 0.02) {
        self.minimumErrors = minimumErrors
        self.minimumRise = minimumRise
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        for series in windows.operationsOverBuilds where test.inWindow(series.counts) >= 10 {
            screening.tested += 1
            if let finding = finding(series, test) { screening.findings.append(finding) }
        }
        return screening
    }

    private func finding(_ series: OperationSeries, _ test: SeriesTest) -> Finding? {
        let now = Proportion(test.inWindow(series.errors), of: test.inWindow(series.counts))
        let before = Proportion(test.inBaseline(series.errors), of: test.inBaseline(series.counts))
        guard now.successes >= minimumErrors, before.trials >= 20,
            now.share - before.wilson().upperBound >= minimumRise
        else { return nil }
        let middle = (now.share + before.share) / 2
        func isHigh(_ bucket: Int) -> Bool {
            series.counts[bucket] > 0 && series.errors[bucket] / series.counts[bucket] > middle
        }
        guard test.persists(series.counts, isHigh) else { return nil }
        let comparison = TwoProportionTest(now, before)
        let windows = test.windows
        return Finding(
            detector: name, kind: .errorRate, service: series.service, operation: series.operation,
            onset: windows.range(test.onset(isHigh)..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: now.share, expected: before.share, unit: "share", effect: comparison.effect,
            sampleSize: Int(now.trials), baselineSize: Int(before.trials), probability: comparison.probability,
            severity: now.share >= 0.25 ? .critical : .warning,
            explanation: "\(series.service) \(series.operation) fails in \(Words.percent(now.share)) of "
                + "\(Int(now.trials)) spans, \(Words.percent(before.share)) of \(Int(before.trials)) before.")
    }
}
