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
    /// Rows due in the window per row of a slice of the baseline: by their lengths, and by what was read of each.
    let sliceShare: Double
    /// How many slices there are, the window among them.
    let slices: Int

    /// Measures both ranges.
    ///
    /// - Parameters:
    ///   - telemetry: all spans and event rows of both ranges, or of a sample of their traces.
    ///   - slice: length of a baseline slice; a minute serves.
    ///   - forest: who called whom among the spans, where that is known already.
    ///   - errors: counted on all spans, where the telemetry is a sample.
    ///   - windowShare: the part of the window's traces that the telemetry holds, 0...1.
    ///   - baselineShare: the part of the baseline's traces.
    public init(
        _ telemetry: TelemetryBatch, window: TimeRange, baseline: TimeRange, slice: Duration = .seconds(60),
        forest: TraceForest? = nil, errors: ErrorCounts? = nil, windowShare: Double = 1, baselineShare: Double = 1
    ) {
        let slices = TelemetrySlices(telemetry, forest, window: window, baseline: baseline, slice: slice)
        times = TimeProfiles.all(in: slices)
        fanOuts = FanOuts.all(in: slices)
        spanFlows = .ofSpans(slices)
        logFlows = .ofLogs(slices)
        self.errors = errors ?? ErrorCounts(slices)
        traffic = ServiceTraffic(slices)
        instances = InstanceContrast(slices)
        sliceShare = window.duration / slice * (windowShare / baselineShare)
        services = OrderedSet(traffic.counts.keys)
        self.slices = slices.baselineSlices + 1
    }
}
