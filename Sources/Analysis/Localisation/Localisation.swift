public import Telemetry

/// Where a fault is, as a ranking of services with the evidence behind each rank.
///
/// The one place where signals are combined (see METHODS.md): every signal scores in logarithm units of change beyond
/// the usual movement, the strongest counts whole, a second independent one a fifth.
public struct Localisation: Sendable {
    /// A service under suspicion.
    public struct Candidate: Sendable, Equatable {
        public var service: String
        public var score: Double
        /// The operation in which it shows most; empty where unknown.
        public var operation: String
        /// The instance that differs from its siblings, or the only one; nil where telemetry names none.
        public var instance: String?
        public var faultKind: FaultKind
        /// `logger#line_logger#line` stretches the flow left, most suspicious first.
        public var codeRegions: [String]
        /// Strongest first.
        public var evidence: [LocalisationEvidence]
    }

    /// Most suspicious first; services without any evidence are left out.
    public let candidates: [Candidate]
    /// Every service seen in the window or in the baseline.
    public let services: [String]

    /// Share of the weaker of two signals that is added to the stronger.
    static let agreementShare = 0.2

    /// Localises what changed between a baseline and a window.
    ///
    /// - Parameters:
    ///   - telemetry: all spans and event rows of both ranges.
    ///   - slice: length of a baseline slice; a minute serves.
    ///   - signals: the signals to use; leave some out to see what they add.
    public init(
        _ telemetry: TelemetryBatch, window: TimeRange, baseline: TimeRange, slice: Duration = .seconds(60),
        signals: Set<LocalisationEvidence.Signal> = Set(LocalisationEvidence.Signal.allCases)
    ) {
        let slices = TelemetrySlices(telemetry, window: window, baseline: baseline, slice: slice)
        let logs = signals.contains(.logFlow) ? FlowChange.all(in: .ofLogs(slices)) : []
        let spanFlows = signals.contains(.flow) ? FlowChange.all(in: .ofSpans(slices)) : []
        let latency = LatencyBlame(signals.contains(.selfTime) ? LatencyChange.all(in: slices) : [])
        let flow = FlowBlame(spans: spanFlows, logs: logs)
        let errors = signals.contains(.errorOrigin) ? ErrorOrigins(slices) : nil
        let silent =
            signals.contains(.silence)
            ? SilentServices(slices, sliceShare: window.duration / slice, changedFlows: flow.scores) : nil
        let scores = [latency.scores, flow.scores, errors?.scores ?? [:], silent?.scores ?? [:]]
        let evidence = latency.evidence + flow.evidence + (errors?.evidence ?? []) + (silent?.evidence ?? [])
        let byService = Dictionary(grouping: evidence, by: \.service)
        let instances = InstanceContrast(slices)
        var seen = Set(slices.spans.services.dictionary)
        seen.formUnion(byService.keys)
        services = seen.sorted()
        candidates = services.compactMap { service -> Candidate? in
            let strengths = scores.map { $0[service] ?? 0 }.sorted(by: >)
            let score = strengths[0] + Self.agreementShare * strengths[1]
            guard score > 0 else { return nil }
            let mine = (byService[service] ?? []).sorted { ($1.score, $0.explanation) < ($0.score, $1.explanation) }
            return Candidate(
                service: service, score: score, operation: mine.first?.operation ?? "",
                instance: instances.instance(of: service),
                faultKind: FaultKind(mine, logs.filter { $0.transition.operation.service == service }),
                codeRegions: CodeRegions.ranked(service: service, logs), evidence: mine)
        }.sorted { ($1.score, $0.service) < ($0.score, $1.service) }
    }
}
