import Analysis
import Telemetry

/// Hints that a service is saturated: more requests are in it at once although no more come.
///
/// Requests in progress are arrivals times duration (Little 1961). Notices: they say why something is slow.
public struct SaturationDetector: Detector {
    public let name = "saturation"
    /// Least growth of the requests in progress.
    public var minimumRatio: Double
    /// Largest growth of the arrivals that is still no surge.
    public var maximumArrivals: Double
    /// Least requests in progress.
    public var minimumInProgress: Double

    /// Makes a detector.
    public init(minimumRatio: Double = 3, maximumArrivals: Double = 1.3, minimumInProgress: Double = 1) {
        self.minimumRatio = minimumRatio
        self.maximumArrivals = maximumArrivals
        self.minimumInProgress = minimumInProgress
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        guard test.isWarm else { return screening }
        let servers = Dictionary(grouping: windows.operations.filter { $0.kind == .server }, by: \.service)
        for (service, series) in servers.sorted(by: { $0.key < $1.key }) {
            screening.tested += 1
            if let finding = finding(service, series, test) { screening.findings.append(finding) }
        }
        return screening
    }

    private func finding(_ service: String, _ series: [OperationSeries], _ test: SeriesTest) -> Finding? {
        let windows = test.windows
        let buckets = 0..<windows.bucketCount
        let arrivals = buckets.map { bucket in series.reduce(0) { $0 + $1.counts[bucket] } }
        let inProgress = buckets.map { bucket in
            series.reduce(0) { $0 + $1.latencies[bucket].totalSeconds } / windows.bucket.inSeconds
        }
        let usual = test.usual(inProgress)
        let held = max(usual, test.highestHeld { inProgress[$0] } ?? 0)
        let now = test.inWindow(inProgress) / Double(max(1, windows.windowBuckets))
        let surge = test.inWindow(arrivals) / max(1, test.usual(arrivals) * Double(windows.windowBuckets))
        func isHigh(_ bucket: Int) -> Bool { inProgress[bucket] > max(held, usual * minimumRatio) }
        guard usual > 0, now >= minimumInProgress, surge <= maximumArrivals, windows.window.allSatisfy(isHigh) else {
            return nil
        }
        let count = Int(test.inWindow(arrivals))
        let ratio = PoissonRatio(
            left: now * windows.bucket.inSeconds, leftExposure: 1, right: usual * windows.bucket.inSeconds,
            rightExposure: 1, overdispersion: 2)
        return Finding(
            detector: name, kind: .saturation, service: service,
            onset: windows.range(test.onset(isHigh)..<windows.bucketCount).start,
            window: windows.range(windows.window), observed: now, expected: usual, unit: "count",
            effect: now / usual, sampleSize: count, baselineSize: Int(test.inBaseline(arrivals)),
            probability: ratio.probability, severity: .notice,
            explanation: "\(service) has \(Rounded.text(now)) requests in progress at once, \(Rounded.text(usual)) "
                + "before, although only \(count) came, \(Rounded.text(surge)) times the usual number.")
    }
}

extension LatencySketch {
    /// The durations added up, in seconds.
    var totalSeconds: Double {
        counts.reduce(0) { $0 + Self.middle(of: $1.key) * $1.value } / 1e9
    }
}
