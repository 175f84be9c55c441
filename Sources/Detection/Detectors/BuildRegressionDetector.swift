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

    /// How long after its first span a build may be slow: caches and compilers are cold.
    static let coldTime = Duration.seconds(60)

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
        if now.wilson().lowerBound - before.wilson().upperBound >= minimumRise,
            earlier(newest, windows).map({ $0.share - before.share >= minimumRise / 2 }) ?? true
        {
            let test = TwoProportionTest(now, before)
            result.append(
                make(
                    newest, windows, now.share, before.share, "share", test.effect, (now.trials, before.trials),
                    test.probability,
                    "Build \(build) of \(what) fails in \(Rounded.percent(now.share)) of \(Int(now.trials)) spans, "
                        + "earlier builds in \(Rounded.percent(before.share)) of \(Int(before.trials))."))
        }
        let warm = warm(newest, windows)
        let latency = warm.reduce(into: LatencySketch()) { $0.merge($1) }
        guard latency.count >= minimumCount,
            let last = [self.newest(warm), self.oldest(warm)]
                .compactMap({ $0.quantile(0.9) }).min()
        else { return result }
        let test = MannWhitneyTest(classes: LatencySketch.classes(latency, older.latency))
        if test.effect > 0.147, let high = latency.quantile(0.9), let usual = older.latency.quantile(0.9),
            min(high, last) > minimumSlowdown * usual, min(high, last) - usual > 1e6
        {
            result.append(
                make(
                    newest, windows, high / 1e6, usual / 1e6, "ms", test.effect, (latency.count, before.trials),
                    test.probability,
                    "Build \(build) of \(what) takes \(Rounded.text(high / 1e6)) ms at the 90th percentile of "
                        + "\(Int(latency.count)) spans, earlier builds \(Rounded.text(usual / 1e6)) ms."))
        }
        return result
    }

    /// The durations after the time in which a new build is cold.
    private func warm(_ series: OperationSeries, _ windows: OperationWindows) -> ArraySlice<LatencySketch> {
        // The build began somewhere in its first bucket.
        series.latencies.dropFirst(first(series) + 1 + Int((Self.coldTime / windows.bucket).rounded(.up)))
    }

    /// What the newer build did before the window; nil where that is too little. A build that did well for a while does
    /// not fail because it is new.
    private func earlier(_ series: OperationSeries, _ windows: OperationWindows) -> Proportion? {
        let before = Proportion(
            windows.baseline.reduce(0) { $0 + series.errors[$1] },
            of: windows.baseline.reduce(0) { $0 + series.counts[$1] })
        return before.trials >= minimumCount ? before : nil
    }

    /// The newest buckets that hold enough spans to judge: a build that warmed up by now is no regression.
    private func newest(_ buckets: ArraySlice<LatencySketch>) -> LatencySketch {
        enough(buckets.reversed())
    }

    /// The oldest that do: a build that was fast at first is not slow because it is new.
    private func oldest(_ buckets: ArraySlice<LatencySketch>) -> LatencySketch { enough(buckets) }

    private func enough(_ buckets: some Sequence<LatencySketch>) -> LatencySketch {
        buckets.reduce(into: LatencySketch()) { sum, bucket in
            if sum.count < minimumCount { sum.merge(bucket) }
        }
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
