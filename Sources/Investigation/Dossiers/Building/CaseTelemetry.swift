public import Analysis
public import SpanSources
public import Telemetry

/// The spans and event rows of an investigation, with the attributes that localisation looks at: all of them, or those
/// of a sample of whole traces where there are too many to read.
public struct CaseTelemetry: Sendable {
    /// In order of time; those of the baseline first.
    public private(set) var batch = TelemetryBatch()
    /// What part of the window's and of the baseline's traces was read, 0...1.
    public private(set) var windowShare = 1.0
    public private(set) var baselineShare = 1.0
    /// Spans there are in both ranges.
    public private(set) var spanCount = 0

    /// Whether everything was read.
    public var isWhole: Bool { windowShare == 1 && baselineShare == 1 }

    /// What localisation measures in it.
    ///
    /// - Parameters:
    ///   - forest: who called whom, where that is known already.
    ///   - errors: counted on all spans; nil counts those that were read.
    public func measures(
        _ plan: InvestigationPlan, forest: TraceForest? = nil, errors: ErrorCounts? = nil
    ) -> LocalisationMeasures {
        LocalisationMeasures(
            batch, window: plan.window, baseline: plan.baseline, forest: forest, errors: errors,
            windowShare: windowShare, baselineShare: baselineShare)
    }

    /// Reads those of a plan's window and baseline.
    ///
    /// - Parameter rowLimit: about this many spans and as many event rows of each range; where a range has more, the
    ///   traces are chosen by id, so that every read chooses the same ones.
    public static func read(
        _ source: any SpanSource, _ plan: InvestigationPlan, rowLimit: Int
    ) async throws(SpanSourceError) -> CaseTelemetry {
        var telemetry = CaseTelemetry()
        let window = try await rows(source, plan.window, plan.filter)
        let baseline = try await rows(source, plan.baseline, plan.filter)
        telemetry.spanCount = window.spans + baseline.spans
        telemetry.windowShare = window.share(limit: rowLimit)
        telemetry.baselineShare = baseline.share(limit: rowLimit)
        if telemetry.isWhole {
            let range = TimeRange(start: plan.baseline.start, end: plan.window.end)
            telemetry.batch = try await read(source, range, filter: plan.filter)
            return telemetry
        }
        for (range, share) in [(plan.baseline, telemetry.baselineShare), (plan.window, telemetry.windowShare)] {
            let part = try await read(
                source, range, filter: plan.filter, sample: share < 1 ? TraceSample(share: share) : nil,
                // A few traces of very many spans may all be in a sample.
                limit: 4 * rowLimit)
            telemetry.batch.join(part)
        }
        return telemetry
    }

    /// Reads those of a range, always in order of time.
    public static func read(
        _ source: any SpanSource, _ range: TimeRange, filter: Predicate = .all, sample: TraceSample? = nil,
        limit: Int = .max
    ) async throws(SpanSourceError) -> TelemetryBatch {
        var selection = RowSelection(
            range: range, filter: filter, sample: sample,
            attributes: .keys(["service.instance.id", "k8s.pod.name", "host.name"]), order: .oldestFirst, limit: limit)
        var batch = TelemetryBatch()
        batch.spans = try await source.spans(selection)
        // Records of the same moment keep the order in which they came: flows are read off it.
        selection.attributes = .keys(EventTemplates.keys)
        batch.events = try await source.events(selection)
        return batch
    }

    private struct RowCounts {
        var spans = 0
        var events = 0

        /// The part of the rows that a limit leaves.
        func share(limit: Int) -> Double { min(1, Double(limit) / Double(max(spans, events, 1))) }
    }

    private static func rows(
        _ source: any SpanSource, _ range: TimeRange, _ filter: Predicate
    ) async throws(SpanSourceError) -> RowCounts {
        var query = SpanQuery(range: range, filter: filter, aggregates: [.count])
        let spans = try await source.run(query).matchedRows
        query.dataset = .events
        return RowCounts(spans: spans, events: try await source.run(query).matchedRows)
    }
}
