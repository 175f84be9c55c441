import Telemetry

/// How long each kind of work took per bucket of time: an operation's own time, or the gap between a call and the work
/// that answers it.
///
/// A span that only waits for another service is measured by the gap, so a slow callee never makes its callers slow:
/// cost that merely moved along the call is charged once, where it arises.
package struct WorkTable {
    /// One kind of work.
    package struct Row {
        package var service: String
        package var operation: String
        /// The service and operation that called, where the row is a gap; nil for own time.
        package var caller: Operation?
        /// Nanoseconds of each span, per bucket.
        package var nanoseconds: [[Double]]
    }

    /// As first seen.
    package let rows: [Row]

    private struct Key: Hashable {
        let caller: Int?
        let operation: Int
    }

    init(_ slices: TelemetrySlices, buckets: Int) {
        var places: [Key: Int] = [:]
        var rows: [Row] = []
        let spans = slices.spans
        for span in 0..<spans.count {
            guard let bucket = slices.sliceOfSpan[span], bucket < buckets else { continue }
            let code = slices.operations.codes[span]
            let child = slices.forest.soleRemoteChild(of: span, spans)
            let key = Key(
                caller: child == nil ? nil : code, operation: child.map { slices.operations.codes[$0] } ?? code)
            let place = places[key] ?? rows.count
            if place == rows.count {
                places[key] = place
                let operation = slices.operations.operations[key.operation]
                rows.append(
                    Row(
                        service: operation.service, operation: operation.name,
                        caller: key.caller.map { slices.operations.operations[$0] },
                        nanoseconds: Array(repeating: [], count: buckets)))
            }
            let gap = child.map { max(0, spans.durationNanoseconds[span] - spans.durationNanoseconds[$0]) }
            rows[place].nanoseconds[bucket].append(Double(gap ?? slices.forest.selfNanoseconds(of: span)))
        }
        self.rows = rows
    }
}
