import Telemetry

extension OperationWindows {
    /// The operations with the series of their builds added up.
    var operationsOverBuilds: [OperationSeries] {
        var order: [Key] = []
        var merged: [Key: OperationSeries] = [:]
        for series in operations {
            let key = Key(service: series.service, operation: series.operation, kind: series.kind.rawValue)
            guard var sum = merged[key] else {
                order.append(key)
                merged[key] = series
                continue
            }
            for bucket in 0..<bucketCount {
                sum.counts[bucket] += series.counts[bucket]
                sum.errors[bucket] += series.errors[bucket]
                sum.latencies[bucket].merge(series.latencies[bucket])
            }
            sum.build = nil
            merged[key] = sum
        }
        return order.compactMap { merged[$0] }
    }

    private struct Key: Hashable {
        let service: String
        let operation: String
        let kind: UInt8
    }
}

extension LatencySketch {
    /// Counts of two sketches side by side, in ascending order of duration.
    static func classes(_ left: LatencySketch, _ right: LatencySketch) -> [(left: Double, right: Double)] {
        Set(left.counts.keys).union(right.counts.keys).sorted().map { (left.counts[$0] ?? 0, right.counts[$0] ?? 0) }
    }
}
