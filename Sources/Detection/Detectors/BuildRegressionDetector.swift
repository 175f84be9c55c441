import Analysis
import Telemetry
import Glibc

/// Finds builds that fail more or take longer than the other builds of their service, operation by operation.
///
/// Both builds are compared over all buckets in which the newer one ran and before, so a rollout of any speed is seen.
public struct BuildRegressionDetector: Detector {
    public let name = "build_regression"
    /// Least spans of the newer build.
    public var minimumCount: Double
    /// Least rise of the error share.
    public var minimumRise: Double
    /// Least ratio of the 90th percentiles.
    public var minimumSlowdown: Double

    /// Makes a detector.
    public init(minimumCount: Double = 20, minimumRise: Double = 0.02, minimumSlowdown: Double = 1.3) {
        self.minimumCount = minimumCount
        self.minimumRise = minimumRise
        self.minimumSlowdown = minimumSlowdown
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        var screening = Screening()
        let groups = Dictionary(grouping: windows.operations.filter { $0.build != nil }) { series in
            [series.service, series.operation, series.kind.word]
        }
        for (_, builds) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) where builds.count >= 2 {
            let sorted = builds.sorted { (first($0), $0.build ?? "") < (first($1), $1.build ?? "") }
            guard let newest = sorted.last, sorted.dropLast().allSatisfy({ first($0) < first(newest) }) else {
                continue
            }
            let older = sum(sorted.dropLast())
            guard newest.counts.reduce(0, +) >= minimumCount, older.counts.reduce(0, +) >= minimumCount else {
                continue
            }
            screening.tested += 2
            screening.findings += findings(newest, older, windows)
        }
        return screening
    }

    /// The first bucket in which a build was seen.
    private func first(_ series: OperationSeries) -> Int { series.counts.firstIndex { $0 > 0 } ?? series.counts.count }

    private func sum(_ series: ArraySlice<OperationSeries>) -> (
        counts: [Double], errors: Double, latency: LatencySketch
    ) {
        var result = (counts: [Double](), errors: 0.0, latency: LatencySketch())
        for each in series {
            result.counts += each.counts
            result.errors += each.errors.reduce(0, +)
            each.latencies.forEach { result.latency.merge($0) }
        }
        return result
    }

    private func findings(
        _ newest: OperationSeries, _ older: (counts: [Double], errors: Double, latency: LatencySketch),
        _ windows: OperationWindows
    ) -> [Finding] {
        let now = Proportion(newest.errors.reduce(0, +), of: newest.counts.reduce(0, +))
        let before = Proportion(older.errors, of: older.counts.reduce(0, +))
        var result: [Finding] = []
        let what = "\(newest.service) \(newest.operation)"
        let build = newest.build ?? ""
        if now.wilson().lowerBound - before.wilson().upperBound >= minimumRise {
            let test = TwoProportionTest(now, before)
            result.append(
                make(
                    newest, windows, now.share, before.share, "share", test.effect, (now.trials, before.trials),
                    test.probability,
                    "Build \(build) of \(what) fails in \(Rounded.percent(now.share)) of \(Int(now.trials)) spans, "
                        + "earlier builds in \(Rounded.percent(before.share)) of \(Int(before.trials))."))
        }
        var latency = LatencySketch()
        newest.latencies.forEach { latency.merge($0) }
        let test = MannWhitneyTest(classes: LatencySketch.classes(latency, older.latency))
        if test.effect > 0.147, let high = latency.quantile(0.9), let usual = older.latency.quantile(0.9),
            high > minimumSlowdown * usual, high - usual > 1e6
        {
            result.append(
                make(
                    newest, windows, high / 1e6, usual / 1e6, "ms", test.effect, (now.trials, before.trials),
                    test.probability,
                    "Build \(build) of \(what) takes \(Rounded.text(high / 1e6)) ms at the 90th percentile of "
                        + "\(Int(now.trials)) spans, earlier builds \(Rounded.text(usual / 1e6)) ms."))
        }
        return result
    }

    private func make(
        _ newest: OperationSeries, _ windows: OperationWindows, _ observed: Double, _ expected: Double, _ unit: String,
        _ effect: Double, _ sizes: (Double, Double), _ probability: Double, _ explanation: String
    ) -> Finding {
        let range = windows.range(first(newest)..<windows.bucketCount)
        return Finding(
            detector: name, kind: .buildRegression, service: newest.service, operation: newest.operation,
            build: newest.build, onset: range.start, window: range, observed: observed, expected: expected, unit: unit,
            effect: effect, sampleSize: Int(sizes.0), baselineSize: Int(sizes.1), probability: probability,
            severity: .critical, explanation: explanation)
    }
}
