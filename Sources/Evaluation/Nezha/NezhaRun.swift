import Analysis
import Detection
import Foundation
import Investigation
import SpanSources
import SpanStore
import Telemetry

/// Plays one case and lets detection, localisation and the whole way to a report look at it.
struct NezhaRun: Sendable {
    private let truth: NezhaCase
    private let folder: URL
    private let configuration: EvaluationConfiguration
    private let settings: [ParameterSetting]

    init(
        _ truth: NezhaCase, _ folder: URL, _ configuration: EvaluationConfiguration, settings: [ParameterSetting] = []
    ) {
        self.truth = truth
        self.folder = folder
        self.configuration = configuration
        self.settings = settings
    }

    private var baseline: TimeRange { NezhaReplay.range(0..<truth.baseline.count) }
    private var whole: TimeRange { NezhaReplay.range(0..<truth.replay.count) }

    /// The minutes that are wholly inside the fault; they stand side by side, except where a partly faulty one was
    /// recorded between them.
    private var window: TimeRange {
        let places = truth.replay.indices.filter { truth.fault.contains(truth.replay[$0]) }
        return NezhaReplay.range((places.first ?? 0)..<(places.last ?? 0) + 1)
    }

    func outcome() async throws -> NezhaOutcome {
        try check()
        var outcome = try await played(nil) { store in
            let telemetry = try await CaseTelemetry.read(store, whole, limit: 2_000_000)
            var outcome = told(telemetry)
            let path = CasePath(source: store, configuration: configuration)
            let signal = PlannedSignal(
                source: "evaluation", summary: "Something went wrong; find where.", time: window.start)
            outcome.reports = try await path.investigated(
                truth.id, [signal], window: window, baseline: baseline)
            if configuration.detection { try await detect(&outcome, telemetry, store) }
            return outcome
        }
        guard configuration.generalisation else { return outcome }
        let renaming = Renaming()
        let original = outcome.told
        outcome.isSameRenamed = try await played(renaming) { store in
            let telemetry = try await CaseTelemetry.read(store, whole, limit: 2_000_000)
            return renaming.isSame(original, Localisation(telemetry, window: window, baseline: baseline))
        }
        return outcome
    }

    /// What a case cannot be run without.
    private func check() throws {
        guard !truth.fault.isEmpty else { throw EvaluationError(.unreadableCase, "it names no faulty minute") }
        guard !truth.baseline.isEmpty else {
            throw EvaluationError(.unreadableCase, "it names no fault-free minute to compare with")
        }
        for minute in truth.fault + truth.baseline where !NezhaReplay(folder: folder).holds(minute) {
            throw EvaluationError(.unreadableCase, "minutes/\(minute).traces.pb.gz is missing")
        }
    }

    private func played<Value>(
        _ renaming: Renaming?, _ work: (SpanStore) async throws -> Value
    ) async throws -> Value {
        try await ScratchStore.with(configuration.scratch) { store in
            let replay = NezhaReplay(folder: folder, renaming: renaming)
            for (place, name) in truth.replay.enumerated() where replay.holds(name) {
                try await replay.play(name, at: place, into: store)
            }
            return try await work(store)
        }
    }

    private func told(_ telemetry: TelemetryBatch) -> NezhaOutcome {
        let measures = LocalisationMeasures(telemetry, window: window, baseline: baseline)
        var outcome = NezhaOutcome(truth: truth, told: Localisation(measures))
        guard configuration.generalisation else { return outcome }
        let ranks = settings.map { setting in
            let localisation = Localisation(measures, signals: setting.signals, parameters: setting.parameters)
            return RankScore.strict(
                truth.truth.service, among: localisation.candidates.map { ($0.service, $0.score) })
        }
        outcome.settings = Generalisation.Row(system: truth.system, service: truth.truth.service, ranks: ranks)
        return outcome
    }

    private func detect(_ outcome: inout NezhaOutcome, _ telemetry: TelemetryBatch, _ store: SpanStore) async throws {
        let fault = baseline.end
        let watch = DetectionReplay(source: store)
        let findings = try await watch.findings(from: baseline.start, to: whole.end)
        outcome.detection.falseCases = DetectionReplay.cases(findings.filter { $0.seenUntil <= fault }).count
        for early in findings where early.seenUntil <= fault {
            configuration.progress("\(truth.id), before the fault: \(early.finding.explanation)")
        }
        outcome.detection.faultFreeHours = watch.watchedHours(from: baseline.start, to: fault)
        outcome.detection.faults = 1
        guard
            let first = findings.first(where: {
                $0.seenUntil > fault && $0.finding.onset > fault - .seconds(45)
            })
        else { return }
        outcome.detection.delays = [(first.time - fault).inSeconds]
        // A case gathers for a minute before it is investigated.
        let window = TimeRange(
            start: max(fault, first.finding.onset), end: min(whole.end, first.time + .seconds(60)))
        let before = TimeRange(start: baseline.start, end: window.start)
        outcome.found = Localisation(telemetry, window: window, baseline: before)
        outcome.foundReports = try await CasePath(source: store, configuration: configuration).investigated(
            truth.id, [PlannedSignal(first.finding, at: first.time)], window: window, baseline: before)
    }
}

extension PlannedSignal {
    /// The signal a finding becomes.
    init(_ finding: Finding, at time: Timestamp) {
        self.init(
            source: finding.detector, summary: finding.explanation, service: finding.service,
            operation: finding.operation, build: finding.build, time: time)
    }
}
