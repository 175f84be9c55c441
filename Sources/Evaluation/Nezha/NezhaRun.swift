import Analysis
import Detection
import Foundation
import SpanSources
import SpanStore
import Telemetry

/// Plays one case and lets detection and localisation look at it.
struct NezhaRun: Sendable {
    private let truth: NezhaCase
    private let folder: URL
    private let configuration: EvaluationConfiguration

    init(_ truth: NezhaCase, _ folder: URL, _ configuration: EvaluationConfiguration) {
        self.truth = truth
        self.folder = folder
        self.configuration = configuration
    }

    private var baseline: TimeRange { NezhaReplay.range(0..<truth.baseline.count) }

    /// The places of the minutes that are wholly inside the fault.
    private var faulty: [Int] { truth.replay.indices.filter { truth.fault.contains(truth.replay[$0]) } }

    func outcome() async throws -> NezhaOutcome {
        try await ScratchStore.with(configuration.scratch) { store in
            let replay = NezhaReplay(folder: folder)
            for (place, name) in truth.replay.enumerated() { try await replay.play(name, at: place, into: store) }
            let telemetry = try await Self.telemetry(store, NezhaReplay.range(0..<truth.replay.count))
            // Faulty minutes stand side by side, except where a partly faulty one was recorded between them.
            let window = NezhaReplay.range((faulty.first ?? 0)..<(faulty.last ?? 0) + 1)
            var outcome = NezhaOutcome(
                truth: truth, told: Localisation(telemetry, window: window, baseline: baseline))
            if configuration.ablation { ablate(&outcome, telemetry, window) }
            if configuration.detection { try await detect(&outcome, telemetry, store) }
            return outcome
        }
    }

    private func ablate(_ outcome: inout NezhaOutcome, _ telemetry: TelemetryBatch, _ window: TimeRange) {
        let all = Set(LocalisationEvidence.Signal.allCases)
        for signal in [LocalisationEvidence.Signal.selfTime, .callGap, .outgoingGap, .flow, .logFlow, .callersStop] {
            outcome.without[signal] = Localisation(
                telemetry, window: window, baseline: baseline, signals: all.subtracting([signal]))
        }
    }

    private func detect(_ outcome: inout NezhaOutcome, _ telemetry: TelemetryBatch, _ store: SpanStore) async throws {
        let fault = baseline.end
        let end = NezhaReplay.range(0..<truth.replay.count).end
        let watch = DetectionReplay(source: store)
        let findings = try await watch.findings(from: baseline.start, to: end)
        outcome.detection.falseCases = DetectionReplay.cases(findings.filter { $0.time <= fault })
        for early in findings where early.time <= fault {
            configuration.progress("\(truth.id), before the fault: \(early.finding.explanation)")
        }
        outcome.detection.faultFreeHours = watch.watchedHours(from: baseline.start, to: fault)
        outcome.detection.faults = 1
        guard let first = findings.first(where: { $0.time > fault && $0.finding.onset > fault - .seconds(45) }) else {
            return
        }
        outcome.detection.delays = [(first.time - fault).inSeconds]
        // A case gathers for a minute before it is investigated.
        let window = TimeRange(start: max(fault, first.finding.onset), end: min(end, first.time + .seconds(60)))
        outcome.found = Localisation(
            telemetry, window: window, baseline: TimeRange(start: baseline.start, end: window.start))
    }

    /// Everything a stretch of time holds, read back from the store.
    static func telemetry(_ store: SpanStore, _ range: TimeRange) async throws -> TelemetryBatch {
        var telemetry = TelemetryBatch()
        telemetry.spans = try await store.spans(
            RowSelection(
                range: range, attributes: .keys(["service.instance.id", "k8s.pod.name"]), order: .oldestFirst,
                limit: 2_000_000))
        telemetry.events = try await store.events(
            RowSelection(
                range: range,
                attributes: .keys(["code.namespace", "code.function.name", "code.file.path", "code.line.number"]),
                order: .oldestFirst, limit: 2_000_000))
        return telemetry
    }
}
