import Analysis
import Telemetry
import Glibc

/// Finds operations that became slower, by the whole distribution rather than one quantile.
///
/// The logarithms of three quantiles are held against the median of the baseline's buckets; the usual movement between
/// buckets is taken off, so that operations that jump by themselves stay quiet.
public struct LatencyShiftDetector: Detector {
    public let name = "latency_shift"
    /// Least rise beyond the usual movement, in natural-logarithm units; 0.4 is half as slow again.
    public var minimumRise: Double
    /// Least rise in milliseconds at the highest quantile.
    public var minimumMilliseconds: Double
    /// Least spans in the window for a rise of `minimumRise`; half of them are enough for three times that rise.
    public var minimumCount: Double

    /// Makes a detector.
    public init(minimumRise: Double = 0.4, minimumMilliseconds: Double = 20, minimumCount: Double = 10) {
        self.minimumRise = minimumRise
        self.minimumMilliseconds = minimumMilliseconds
        self.minimumCount = minimumCount
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        for series in windows.operationsOverBuilds where test.inWindow(series.counts) >= minimumCount / 2 {
            screening.tested += 1
            if let finding = finding(series, test) { screening.findings.append(finding) }
        }
        return screening
    }

    private func finding(_ series: OperationSeries, _ test: SeriesTest) -> Finding? {
        let windows = test.windows
        let baseline = windows.baseline.filter { series.counts[$0] >= 2 }
        guard baseline.count >= 3 else { return nil }
        let now = merged(series, windows.window)
        let before = merged(series, windows.baseline)
        let profiles = baseline.compactMap { profile(series.latencies[$0]) }
        guard let current = profile(now) else { return nil }
        let usual = current.indices.map { place in Quantile.of(profiles.map { $0[place] }, 0.5) ?? 0 }
        let movement = 1.5 * (Quantile.of(profiles.map { abs(mean($0, usual)) }, 0.5) ?? 0)
        let rise = mean(current, usual) - movement
        let added = milliseconds(current[2]) - milliseconds(usual[2])
        let needed = now.count >= minimumCount ? minimumRise : 3 * minimumRise
        guard rise >= needed, added >= minimumMilliseconds else { return nil }
        func isHigh(_ bucket: Int) -> Bool {
            profile(series.latencies[bucket]).map { mean($0, usual) > movement + rise / 3 } ?? false
        }
        guard test.persists(series.counts, isHigh) else { return nil }
        let ranks = MannWhitneyTest(classes: LatencySketch.classes(now, before))
        return Finding(
            detector: name, kind: .latency, service: series.service, operation: series.operation,
            onset: windows.range(test.onset(isHigh)..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: milliseconds(current[2]), expected: milliseconds(usual[2]), unit: "ms", effect: rise,
            sampleSize: Int(now.count), baselineSize: Int(before.count), probability: ranks.probability,
            severity: rise > 1.5 ? .critical : .warning,
            explanation: "\(series.service) \(series.operation) takes \(Words.number(milliseconds(current[2]))) ms at "
                + "the 90th percentile of \(Int(now.count)) spans, \(Words.number(milliseconds(usual[2]))) ms before; "
                + "the median went from \(Words.number(milliseconds(usual[0]))) to "
                + "\(Words.number(milliseconds(current[0]))) ms.")
    }

    private func merged(_ series: OperationSeries, _ buckets: Range<Int>) -> LatencySketch {
        var result = LatencySketch()
        for bucket in buckets { result.merge(series.latencies[bucket]) }
        return result
    }

    /// Logarithms of three quantiles, a millisecond added so that microseconds do not double by accident.
    private func profile(_ sketch: LatencySketch) -> [Double]? {
        let quantiles = [0.5, 0.75, 0.9].compactMap { sketch.quantile($0) }
        return quantiles.count == 3 ? quantiles.map { log($0 + 1e6) } : nil
    }

    private func mean(_ profile: [Double], _ usual: [Double]) -> Double {
        zip(profile, usual).reduce(0) { $0 + $1.0 - $1.1 } / Double(max(1, usual.count))
    }

    private func milliseconds(_ logarithm: Double) -> Double { max(0, exp(logarithm) - 1e6) / 1e6 }
}
