package import Telemetry

/// What whole traces say per bucket of time, for detectors: the ways spans take and how long their work takes.
package struct TraceTables {
    package let flows: FlowTable
    package let work: WorkTable

    /// Counts the spans that start in the buckets; spans after them complete the traces and are not counted.
    package init(_ telemetry: TelemetryBatch, start: Timestamp, bucket: Duration, buckets: Int) {
        // The first bucket takes the place of the window, so that slice numbers are bucket numbers.
        let slices = TelemetrySlices(
            telemetry, window: TimeRange(start: start, end: start + bucket),
            baseline: TimeRange(start: start + bucket, end: start + bucket * buckets), slice: bucket)
        flows = FlowTable(slices, buckets: buckets)
        work = WorkTable(slices, buckets: buckets)
    }
}
