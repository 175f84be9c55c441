import Telemetry

extension OperationWindows {
    /// These windows carried on: without the buckets before `start`, and with those of `next` in the place of their
    /// own from its start on.
    ///
    /// - Precondition: buckets are equally long and aligned, and `next` begins inside these windows or at their end.
    func carriedOn(from start: Timestamp, with next: OperationWindows) -> OperationWindows {
        let first = place(of: start)
        let cut = BucketCut(kept: first..<max(first, place(of: next.start)), fresh: next.bucketCount)
        var result = next
        result.start = start
        result.bucketCount = cut.kept.count + cut.fresh
        result.windowBuckets = min(max(windowBuckets, next.windowBuckets), result.bucketCount)
        result.operations = cut.joined(operations, next.operations)
        result.events = cut.joined(events, next.events)
        result.flows = FlowSeries.withContexts(cut.joined(flows, next.flows))
        result.work = cut.joined(work, next.work)
        result.spansPerRow = spansPerRow.merging(next.spansPerRow) { max($0, $1) }
        return result
    }

    /// Some of the buckets.
    package func buckets(_ range: Range<Int>) -> OperationWindows {
        let cut = BucketCut(kept: range, fresh: 0)
        var result = OperationWindows(
            start: self.range(range).start, bucket: bucket, bucketCount: range.count, windowBuckets: windowBuckets)
        result.operations = cut.joined(operations, [])
        result.events = cut.joined(events, [])
        result.flows = FlowSeries.withContexts(cut.joined(flows, []))
        result.work = cut.joined(work, [])
        result.spansPerRow = spansPerRow
        return result
    }

    private func place(of time: Timestamp) -> Int {
        min(bucketCount, max(0, Int((time - start).wholeNanoseconds / max(1, bucket.wholeNanoseconds))))
    }
}

extension FlowSeries {
    /// The series with their contexts counted anew: after every step something follows, if only the end.
    static func withContexts(_ series: [FlowSeries]) -> [FlowSeries] {
        var contexts: [FlowContext: [Int]] = [:]
        for each in series {
            guard let sums = contexts[each.context] else {
                contexts[each.context] = each.counts
                continue
            }
            contexts[each.context] = zip(sums, each.counts).map(+)
        }
        return series.map { each in
            var each = each
            each.contextCounts = contexts[each.context] ?? each.counts
            return each
        }
    }

    var context: FlowContext { FlowContext(service: service, operation: operation, isOfLog: isOfLog, from: from) }
}

/// A step inside spans of an operation, after which something follows.
struct FlowContext: Hashable {
    let service: String
    let operation: String
    let isOfLog: Bool
    let from: String
}
