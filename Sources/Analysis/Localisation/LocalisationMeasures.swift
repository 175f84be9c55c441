import OrderedCollections
public import Telemetry

/// What is measured once in a window and its baseline, before anything is judged.
///
/// Groups stand in the order in which the telemetry first shows them, never in that of names, so that renaming services
/// changes no result.
public struct LocalisationMeasures: Sendable {
    let times: [TimeProfiles]
    let fanOuts: [FanOuts]
    let spanFlows: FlowCounts
    let logFlows: FlowCounts
    let errors: ErrorCounts
    let traffic: ServiceTraffic
    let instances: InstanceContrast
    /// Every service seen in the window or in the baseline.
    let services: OrderedSet<String>
    /// Length of the window over length of a slice of the baseline.
    let sliceShare: Double

    /// Measures both ranges.
    ///
    /// - Parameters:
    ///   - telemetry: all spans and event rows of both ranges.
    ///   - slice: length of a baseline slice; a minute serves.
    public init(_ telemetry: TelemetryBatch, window: TimeRange, baseline: TimeRange, slice: Duration = .seconds(60)) {
        let slices = TelemetrySlices(telemetry, window: window, baseline: baseline, slice: slice)
        times = TimeProfiles.all(in: slices)
        fanOuts = FanOuts.all(in: slices)
        spanFlows = .ofSpans(slices)
        logFlows = .ofLogs(slices)
        errors = ErrorCounts(slices)
        traffic = ServiceTraffic(slices)
        instances = InstanceContrast(slices)
        sliceShare = window.duration / slice
        var seen: OrderedSet<String> = []
        for row in 0..<slices.spans.count where slices.sliceOfSpan[row] != nil {
            seen.append(slices.spans.services[row])
        }
        services = seen
    }
}
