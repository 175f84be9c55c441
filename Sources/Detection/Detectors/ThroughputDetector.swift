import Analysis
import Telemetry

/// Finds services that emit much less than their share of the traffic, or nothing: a killed service sends no errors.
///
/// Each service is held against its quietest buckets (the 5th percentile) and against the traffic of the others, so
/// neither bursts nor a quiet night is a finding.
public struct ThroughputDetector: Detector {
    public let name = "throughput"
    /// Share of the expected count below which a service has dropped.
    public var dropShare: Double
    /// Least spans due in the window.
    public var minimumExpected: Double

    /// Makes a detector.
    public init(dropShare: Double = 0.2, minimumExpected: Double = 20) {
        self.dropShare = dropShare
        self.minimumExpected = minimumExpected
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var services: [String: [Double]] = [:]
        var total = [Double](repeating: 0, count: windows.bucketCount)
        for series in windows.operations {
            for bucket in 0..<windows.bucketCount {
                services[series.service, default: Array(repeating: 0, count: windows.bucketCount)][bucket] +=
                    series.counts[bucket]
                total[bucket] += series.counts[bucket]
            }
        }
        var screening = Screening()
        guard test.isWarm else { return screening }
        for (service, counts) in services.sorted(by: { $0.key < $1.key }) {
            // The quietest bucket says what is due: work that comes in bursts pauses by itself.
            let quietest = Quantile.of(windows.baseline.map { counts[$0] }, 0.05) ?? 0
            let expected = quietest * Double(windows.windowBuckets) * pace(without: counts, total, test)
            guard expected >= minimumExpected else { continue }
            screening.tested += 1
            guard test.inWindow(counts) < dropShare * expected else { continue }
            screening.findings.append(finding(service, counts, expected, test))
        }
        return screening
    }

    /// How much the others send of what they usually do, at most one; one where there are none.
    private func pace(without counts: [Double], _ total: [Double], _ test: SeriesTest) -> Double {
        let others = zip(total, counts).map(-)
        let usual = test.usual(others) * Double(test.windows.windowBuckets)
        return usual > 0 ? min(1, test.inWindow(others) / usual) : 1
    }

    private func finding(_ service: String, _ counts: [Double], _ expected: Double, _ test: SeriesTest) -> Finding {
        let windows = test.windows
        let seen = test.inWindow(counts)
        let usual = test.usual(counts)
        let ratio = PoissonRatio(
            left: seen, leftExposure: 1, right: expected, rightExposure: 1, overdispersion: 3)
        let onset = test.onset { counts[$0] <= dropShare * usual }
        return Finding(
            detector: name, kind: seen == 0 ? .silence : .throughputDrop, service: service,
            onset: windows.range(onset..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: seen, expected: expected, unit: "count", effect: ratio.ratio, sampleSize: Int(seen),
            baselineSize: Int(test.inBaseline(counts)), probability: ratio.probability,
            severity: seen == 0 ? .critical : .warning,
            explanation: seen == 0
                ? "\(service) is silent: no span where \(Words.number(expected)) were due."
                : "\(service) sent \(Words.number(seen)) spans where \(Words.number(expected)) were due.")
    }
}
