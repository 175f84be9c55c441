import Analysis
import SpanSources
import Telemetry

extension WindowReader {
    /// The ways and the work of the spans that start in one bucket.
    ///
    /// - Parameters:
    ///   - spans: about how many spans the bucket holds.
    ///   - limit: at most about this many are read; where there are more, whole traces of its first stretch stand for it.
    func traces(
        in bucket: TimeRange, holding spans: Double, limit: Int, _ now: Timestamp
    ) async throws(SpanSourceError) -> OperationWindows {
        // Spans of the next bucket complete the traces of this one; they are not counted.
        var selection = RowSelection(
            range: TimeRange(start: bucket.start, end: min(now, bucket.end + self.bucket)), filter: filter,
            order: .oldestFirst, limit: limit * 4)
        if spans > Double(limit) {
            let stretch = TimeRange(
                start: bucket.start, end: bucket.start + self.bucket * (Double(limit) / spans))
            let first = try await source.spans(
                RowSelection(range: stretch, filter: filter, order: .oldestFirst, limit: limit))
            selection.traces = Set(first.traceIDs)
        }
        var telemetry = TelemetryBatch()
        telemetry.spans = try await source.spans(selection)
        selection.attributes = .keys(EventTemplates.keys)
        telemetry.events = try await source.events(selection)
        let tables = TraceTables(telemetry, start: bucket.start, bucket: self.bucket, buckets: 1)
        var windows = OperationWindows(
            start: bucket.start, bucket: self.bucket, bucketCount: 1, windowBuckets: windowBuckets)
        windows.flows = Self.unique(
            tables.flows.rows.map {
                FlowSeries(
                    service: $0.service, operation: $0.operation, from: $0.from, to: $0.to, callee: $0.callee,
                    isOfLog: $0.isOfLog, counts: $0.counts, contextCounts: $0.contextCounts,
                    failureCounts: $0.failureCounts)
            }
        ) {
            $0.counts[0] += $1.counts[0]
            $0.failureCounts[0] += $1.failureCounts[0]
        }
        windows.flows = FlowSeries.withContexts(windows.flows)
        windows.spansPerRow = Self.spansPerRow(telemetry.spans)
        windows.work = Self.unique(tables.work.rows.map { WorkSeries($0) }) { $0.add($1) }
        return windows
    }

    /// The mean weight of each service's spans, where it is more than one.
    private static func spansPerRow(_ spans: SpanBatch) -> [String: Double] {
        var sums: [UInt32: (weight: Double, rows: Double)] = [:]
        for row in 0..<spans.count where spans.weights[row] > 1 {
            sums[spans.services.codes[row], default: (0, 0)].weight += Double(spans.weights[row])
            sums[spans.services.codes[row], default: (0, 0)].rows += 1
        }
        return sums.reduce(into: [:]) { $0[spans.services.dictionary[Int($1.key)]] = $1.value.weight / $1.value.rows }
    }

    /// Adds up series that only the kind of their spans tells apart.
    private static func unique<Series: BucketSeries>(
        _ series: [Series], _ add: (inout Series, Series) -> Void
    ) -> [Series] {
        var places: [[String]: Int] = [:]
        var result: [Series] = []
        for each in series {
            if let place = places[each.identity] {
                add(&result[place], each)
            } else {
                places[each.identity] = result.count
                result.append(each)
            }
        }
        return result
    }
}

extension WorkSeries {
    init(_ row: WorkTable.Row) {
        self.init(
            service: row.service, operation: row.operation, caller: row.caller?.service,
            callerOperation: row.caller?.name,
            latencies: row.nanoseconds.map { values in
                var sketch = LatencySketch()
                for value in values { sketch.add(nanoseconds: value) }
                return sketch
            })
    }
}
