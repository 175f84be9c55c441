import Analysis
import Telemetry

extension OperationWindows {
    /// Series with fewer rows than this in the window, now and usually, are looked at in wider windows as well.
    static let sparseRows = 20.0

    /// The same history in buckets twice as long, aligned to the end, of what is too sparse to be judged here: a service
    /// with a few requests a minute is no blind spot, it only takes longer. Nil where nothing is sparse or the history
    /// becomes too short.
    func widened() -> OperationWindows? {
        let count = bucketCount / 2
        let pairs = BucketPairs(first: bucketCount - 2 * count, count: count)
        var result = OperationWindows(
            start: range(pairs.first..<bucketCount).start, bucket: bucket * 2, bucketCount: count,
            windowBuckets: windowBuckets)
        guard result.isWarm else { return nil }
        let sparse = sparseServices
        result.operations = operations.filter { sparse.contains($0.service) || isSparse($0.counts) }
            .map { $0.joined(pairs) }
        result.work = work.filter { isSparse($0.latencies.map(\.count)) }.map { $0.joined(pairs) }
        result.flows = flows.filter { isSparse($0.contextCounts.map(Double.init)) }.map { $0.joined(pairs) }
        guard !(result.operations.isEmpty && result.work.isEmpty && result.flows.isEmpty) else { return nil }
        result.spansPerRow = spansPerRow
        result.isWidened = true
        result.unlisted = zip(pairs.sums(traffic), result.traffic).map(-)
        return result
    }

    private func isSparse(_ counts: [Double]) -> Bool {
        guard window.reduce(0, { $0 + counts[$1] }) < Self.sparseRows else { return false }
        return (Quantile.of(baseline.map { counts[$0] }, 0.5) ?? 0) * Double(windowBuckets) < Self.sparseRows
    }

    /// What is there even in quiet buckets: the 5th percentile of the baseline, without interpolation, since a count
    /// between a busy bucket and an idle one was never seen.
    ///
    /// - Parameter buckets: those of the baseline to look at; all of them where nil.
    func quietest(_ counts: [Double], in buckets: [Int]? = nil) -> Double {
        let sorted = (buckets ?? Array(baseline)).map { counts[$0] }.sorted()
        return sorted.isEmpty ? 0 : sorted[Int(0.05 * Double(sorted.count - 1))]
    }

    private var sparseServices: Set<String> {
        var sums: [String: [Double]] = [:]
        for series in operations {
            sums[series.service] = sums[series.service].map { zip($0, series.counts).map(+) } ?? series.counts
        }
        return Set(sums.filter { quietest($0.value) * Double(windowBuckets) < Self.sparseRows }.keys)
    }
}

/// Which buckets become one: two each, from the first on.
struct BucketPairs {
    var first: Int
    var count: Int

    func joined<Value>(_ values: [Value], _ join: (Value, Value) -> Value) -> [Value] {
        (0..<count).map { join(values[first + 2 * $0], values[first + 2 * $0 + 1]) }
    }

    func sums(_ values: [Double]) -> [Double] { joined(values, +) }

    func sketches(_ values: [LatencySketch]) -> [LatencySketch] {
        joined(values) { left, right in
            var sum = left
            sum.merge(right)
            return sum
        }
    }
}

extension OperationSeries {
    fileprivate func joined(_ pairs: BucketPairs) -> OperationSeries {
        OperationSeries(
            service: service, operation: operation, kind: kind, build: build, counts: pairs.sums(counts),
            errors: pairs.sums(errors), latencies: pairs.sketches(latencies))
    }
}

extension WorkSeries {
    fileprivate func joined(_ pairs: BucketPairs) -> WorkSeries {
        WorkSeries(
            service: service, operation: operation, caller: caller, callerOperation: callerOperation,
            latencies: pairs.sketches(latencies))
    }
}

extension FlowSeries {
    fileprivate func joined(_ pairs: BucketPairs) -> FlowSeries {
        FlowSeries(
            service: service, operation: operation, from: from, to: to, callee: callee, isOfLog: isOfLog,
            counts: pairs.joined(counts, +), contextCounts: pairs.joined(contextCounts, +),
            failureCounts: pairs.joined(failureCounts, +))
    }
}
