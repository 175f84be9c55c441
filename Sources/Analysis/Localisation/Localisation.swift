import OrderedCollections
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
        /// Its own operation in which it shows most; empty where it shows in its callers alone.
        public var operation: String
        /// The instance that differs from its siblings, or the only one; nil where telemetry names none.
        public var instance: String?
        public var faultKind: FaultKind
        /// `logger#line_logger#line` stretches the flow left, most suspicious first.
        public var codeRegions: [String]
        /// Strongest first.
        public var evidence: [LocalisationEvidence]

        /// The strongest, and the strongest of another kind, which says more than a second of the same.
        public var telling: [LocalisationEvidence] {
            guard let first = evidence.first else { return [] }
            return [first]
                + [evidence.first { $0.signal != first.signal } ?? evidence.dropFirst().first].compactMap(\.self)
        }
    }

    /// Most suspicious first; services without any evidence are left out.
    public let candidates: [Candidate]
    /// Every service seen in the window or in the baseline, as first seen.
    public let services: [String]

    /// Localises what changed between a baseline and a window.
    ///
    /// - Parameters:
    ///   - telemetry: all spans and event rows of both ranges.
    ///   - slice: length of a baseline slice; a minute serves.
    public init(_ telemetry: TelemetryBatch, window: TimeRange, baseline: TimeRange, slice: Duration = .seconds(60)) {
        self.init(LocalisationMeasures(telemetry, window: window, baseline: baseline, slice: slice))
    }

    /// Judges what was measured.
    ///
    /// - Parameters:
    ///   - signals: the signals to use; leave some out to see what they add.
    ///   - parameters: every number the scores depend on.
    public init(
        _ measures: LocalisationMeasures,
        signals: Set<LocalisationEvidence.Signal> = Set(LocalisationEvidence.Signal.allCases),
        parameters: LocalisationParameters = LocalisationParameters()
    ) {
        let logs =
            signals.contains(.logFlow) ? FlowChange.all(in: measures.logFlows, slices: measures.slices, parameters) : []
        let spanFlows =
            signals.contains(.flow) ? FlowChange.all(in: measures.spanFlows, slices: measures.slices, parameters) : []
        let times = signals.contains(.selfTime) ? measures.times.map { LatencyChange($0, parameters) } : []
        let latency = LatencyBlame(times, parameters)
        let flow = FlowBlame(spans: spanFlows, of: measures.spanFlows, logs: logs, parameters)
        let errors = ErrorOrigins(
            signals.contains(.errorOrigin) ? measures.errors : nil, gone: flow.gone, parameters)
        let fanOut = FanOutBlame(signals.contains(.fanOut) ? measures.fanOuts : [], parameters)
        let silent = SilentServices(
            signals.contains(.silence) ? measures.traffic : nil, sliceShare: measures.sliceShare,
            changedFlows: flow.scores, parameters)
        let scores: [[String: Double]] = [
            latency.scores, flow.scores, errors.scores, fanOut.scores, silent.scores,
        ]
        let parts: [[LocalisationEvidence]] = [
            latency.evidence, flow.evidence, errors.evidence, fanOut.evidence, silent.evidence,
        ]
        let evidence = parts.flatMap { $0 }
        let byService = Dictionary(grouping: evidence, by: \.service)
        services = Array(measures.services.union(evidence.map(\.service)))
        // Sorting is stable: equal scores stay in the order in which the telemetry shows the services.
        candidates = services.compactMap { service -> Candidate? in
            let strengths = scores.map { $0[service] ?? 0 }.sorted(by: >)
            let score = strengths[0] + parameters.agreementShare * strengths[1]
            guard score > 0 else { return nil }
            let mine = (byService[service] ?? []).sorted { $0.score > $1.score }
            return Candidate(
                service: service, score: score,
                operation: mine.first { $0.operationService == service }?.operation ?? "",
                instance: measures.instances.instance(of: service),
                faultKind: FaultKind(
                    mine, logs.filter { $0.transition.operation.service == service },
                    isGone: flow.gone.values.contains(service), parameters),
                codeRegions: CodeRegions.ranked(service: service, logs), evidence: mine)
        }.sorted { $0.score > $1.score }
    }
}
