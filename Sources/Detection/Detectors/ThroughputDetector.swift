import Analysis
import Telemetry

/// Finds services that emit much less than their share of the traffic, or nothing: a killed service sends no errors.
///
/// Each service is held against its quietest buckets (the 5th percentile) and against the traffic of the others, so
/// neither bursts nor a quiet night is a finding.
public struct ThroughputDetector: Detector {
    public let name = "throughput"
    public let widens = true
    /// Share of the expected count below which a service has dropped.
    public var dropShare: Double
    /// Share of what is due from all services together below which they are silent.
    public var allSilentShare: Double
    /// Least spans due in the window.
    public var minimumExpected: Double

    /// Makes a detector.
    public init(dropShare: Double = 0.2, allSilentShare: Double = 0.02, minimumExpected: Double = 20) {
        self.dropShare = dropShare
        self.allSilentShare = allSilentShare
        self.minimumExpected = minimumExpected
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        guard test.isWarm else { return screening }
        let services = counts(windows)
        let total = windows.traffic
        // Where nothing came from anybody, nobody was there to receive it, or all were silent: no quiet time of one.
        let received = windows.baseline.filter { total[$0] > 0 }
        if services.count > 1, let expected = due(total, received, test) {
            screening.tested += 1
            // Where all stop at once no other sets the pace; the way from them to whyd may be what is broken. Less of
            // everything is less traffic.
            if test.inWindow(total) < allSilentShare * expected {
                screening.findings.append(finding(Finding.allServices, total, expected, test))
                return screening
            }
        }
        for (service, counts) in services.sorted(by: { $0.key < $1.key }) {
            guard let expected = due(counts, received, pace: pace(without: counts, total, test), test) else { continue }
            screening.tested += 1
            guard test.inWindow(counts) < dropShare * expected else { continue }
            screening.findings.append(finding(service, counts, expected, test))
        }
        return screening
    }

    private func counts(_ windows: OperationWindows) -> [String: [Double]] {
        windows.operations.reduce(into: [:]) { services, series in
            services[series.service] = services[series.service].map { zip($0, series.counts).map(+) } ?? series.counts
        }
    }

    /// What is due in the window, from the quietest buckets: work that comes in bursts pauses by itself. Nil where that
    /// is too little to miss.
    private func due(
        _ counts: [Double], _ received: [Int], pace: Double = 1, _ test: SeriesTest
    ) -> Double? {
        // A silence that goes on must not become what is usual.
        let onset = test.onset { counts[$0] == 0 }
        let spoken = counts.last == 0 ? received.filter { $0 < onset } : received
        guard test.windows.bucket * spoken.count >= OperationWindows.leastHistory else { return nil }
        let expected = test.windows.quietest(counts, in: spoken) * Double(test.windows.windowBuckets) * pace
        return expected >= minimumExpected ? expected : nil
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
        let verb = service == Finding.allServices ? "are" : "is"
        return Finding(
            detector: name, kind: seen == 0 ? .silence : .throughputDrop, service: service,
            onset: windows.range(onset..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: seen, expected: expected, unit: "count", effect: ratio.ratio, sampleSize: Int(seen),
            baselineSize: Int(test.inBaseline(counts)), probability: ratio.probability,
            severity: seen == 0 ? .critical : .warning,
            explanation: seen == 0
                ? "\(service) \(verb) silent: no span where \(Rounded.text(expected)) were due."
                : "\(service) sent \(Rounded.text(seen)) spans where \(Rounded.text(expected)) were due.")
    }
}
