import Analysis
import Telemetry

/// Finds operations whose share of spans with status error rose, beyond what it rises to by itself now and then.
public struct ErrorRateDetector: Detector {
    public let name = "error_rate"
    public let widens = true
    /// Least errors in the window; twice as many in a widened one, where a few failures of few spans come together by
    /// chance now and then.
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
        guard test.isWarm else { return screening }
        for series in windows.operationsOverBuilds {
            let scale = 1 / (windows.spansPerRow[series.service] ?? 1)
            guard test.inWindow(series.counts) * scale >= 10 else { continue }
            screening.tested += 1
            if let finding = finding(series, scale, test) { screening.findings.append(finding) }
        }
        return screening
    }

    private func finding(_ series: OperationSeries, _ scale: Double, _ test: SeriesTest) -> Finding? {
        // Kept spans are the evidence, however many each stands for.
        let now = Proportion(test.inWindow(series.errors) * scale, of: test.inWindow(series.counts) * scale)
        let before = Proportion(test.inBaseline(series.errors) * scale, of: test.inBaseline(series.counts) * scale)
        guard now.successes >= minimumErrors * (test.windows.isWidened ? 2 : 1), before.trials >= 20 else { return nil }
        func share(_ bucket: Int) -> Double? {
            series.counts[bucket] > 0 ? series.errors[bucket] / series.counts[bucket] : nil
        }
        let held = test.highestHeld { share($0) } ?? 0
        let usual = max(before.wilson().upperBound, held)
        guard now.wilson().lowerBound - usual >= minimumRise / 2, now.share - usual >= minimumRise else { return nil }
        let middle = max((now.share + before.share) / 2, held)
        func isHigh(_ bucket: Int) -> Bool { share(bucket).map { $0 > middle } ?? false }
        guard test.persists(series.counts, isHigh) else { return nil }
        let comparison = TwoProportionTest(now, before)
        let windows = test.windows
        return Finding(
            detector: name, kind: .errorRate, service: series.service, operation: series.operation,
            onset: windows.range(test.onset(isHigh)..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: now.share, expected: before.share, unit: "share", effect: comparison.effect,
            sampleSize: Int(now.trials), baselineSize: Int(before.trials), probability: comparison.probability,
            severity: now.share >= 0.25 ? .critical : .warning,
            explanation: "\(series.service) \(series.operation) fails in \(Rounded.percent(now.share)) of "
                + "\(Int(now.trials)) spans, \(Rounded.percent(before.share)) of \(Int(before.trials)) before.")
    }
}
