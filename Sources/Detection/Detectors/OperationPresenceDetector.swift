import Analysis
import Telemetry

/// Finds operations that appeared or vanished. Notices: they explain findings and seldom are one.
public struct OperationPresenceDetector: Detector {
    public let name = "operation_presence"
    /// Least spans in the window of a new operation, or due in the window of a vanished one.
    public var minimumCount: Double

    /// Makes a detector.
    public init(minimumCount: Double = 10) { self.minimumCount = minimumCount }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        guard windows.baseline.count >= 5 else { return screening }
        for series in windows.operationsOverBuilds {
            screening.tested += 1
            let seen = test.inWindow(series.counts)
            let before = test.inBaseline(series.counts)
            let due = test.usual(series.counts) * Double(windows.windowBuckets)
            if before == 0, seen >= minimumCount {
                screening.findings.append(finding(series, .newOperation, seen, 0, test))
            } else if seen == 0, due >= minimumCount {
                screening.findings.append(finding(series, .vanishedOperation, 0, due, test))
            }
        }
        return screening
    }

    private func finding(
        _ series: OperationSeries, _ kind: Finding.Kind, _ seen: Double, _ due: Double, _ test: SeriesTest
    ) -> Finding {
        let windows = test.windows
        let ratio = PoissonRatio(left: seen, leftExposure: 1, right: due, rightExposure: 1, overdispersion: 2)
        let onset = test.onset { (series.counts[$0] > 0) == (kind == .newOperation) }
        let what = "\(series.service) \(series.operation)"
        return Finding(
            detector: name, kind: kind, service: series.service, operation: series.operation,
            onset: windows.range(onset..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: seen, expected: due, unit: "count", effect: ratio.ratio, sampleSize: Int(seen),
            baselineSize: Int(test.inBaseline(series.counts)), probability: ratio.probability, severity: .notice,
            explanation: kind == .newOperation
                ? "\(what) is new: \(Int(seen)) spans, none before."
                : "\(what) vanished: no span where \(Rounded.text(due)) were due.")
    }
}
