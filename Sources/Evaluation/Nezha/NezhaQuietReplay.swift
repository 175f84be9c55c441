import Detection
import Foundation
import SpanSources
import Telemetry

/// All fault-free minutes of a system in one long stretch: whoever finds something in it, errs.
struct NezhaQuietReplay: Sendable {
    private let system: String
    private let minutes: [String]
    private let folder: URL

    init(_ system: String, _ cases: [NezhaCase], _ folder: URL) {
        self.system = system
        self.folder = folder
        let mine = cases.filter { $0.system == system }
        let faulty = Set(mine.flatMap { $0.fault + $0.partly })
        let replay = NezhaReplay(folder: folder)
        minutes = Set(mine.flatMap(\.baseline)).subtracting(faulty).filter(replay.holds).sorted()
    }

    func detection(_ configuration: EvaluationConfiguration) async throws -> EvaluationReport.Detection {
        try await ScratchStore.with(configuration.scratch) { store in
            let replay = NezhaReplay(folder: folder)
            for (place, name) in minutes.enumerated() { try await replay.play(name, at: place, into: store) }
            let range = NezhaReplay.range(0..<minutes.count)
            let watch = DetectionReplay(source: store)
            let findings = try await watch.findings(from: range.start, to: range.end)
            var detection = EvaluationReport.Detection()
            detection.falseCases = DetectionReplay.cases(findings)
            detection.faultFreeHours = watch.watchedHours(from: range.start, to: range.end)
            for finding in findings {
                configuration.progress(
                    "fault-free \(system), minute \(Int((finding.time - range.start).inSeconds / 60)): "
                        + finding.finding.explanation)
            }
            return detection
        }
    }
}
