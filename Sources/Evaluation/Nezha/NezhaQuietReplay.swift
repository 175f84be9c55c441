import Detection
import Foundation
import SpanSources
import Telemetry

/// All fault-free minutes of a system in one long stretch: whoever finds something in it, errs, or the minutes are not
/// what they are called.
struct NezhaQuietReplay: Sendable {
    private let system: String
    private let minutes: [String]
    private let folder: URL

    init(_ system: String, _ minutes: NezhaFaultFreeMinutes, _ folder: URL) {
        self.system = system
        self.folder = folder
        self.minutes = minutes.names
    }

    /// What detection found, and per case a line for the reader.
    func detection(
        _ configuration: EvaluationConfiguration
    ) async throws -> (figures: EvaluationReport.Detection, notes: [String]) {
        try await ScratchStore.with(configuration.scratch) { store in
            let replay = NezhaReplay(folder: folder)
            var entries = EntryTraces()
            for (place, name) in minutes.enumerated() {
                entries.add(try await replay.play(name, at: place, into: store))
            }
            let range = NezhaReplay.range(0..<minutes.count)
            let watch = DetectionReplay(source: store)
            let findings = try await watch.findings(from: range.start, to: range.end)
            let cases = DetectionReplay.cases(findings)
            var figures = EvaluationReport.Detection()
            figures.falseCases = cases.count
            figures.faultFreeHours = watch.watchedHours(from: range.start, to: range.end)
            for finding in findings {
                configuration.progress(
                    "fault-free \(system), minute \(Int((finding.time - range.start).inSeconds / 60)): "
                        + finding.finding.explanation)
            }
            return (figures, notes(cases, entries))
        }
    }

    /// Each case beside what users met meanwhile, in the minute in which that was most unlike the usual.
    private func notes(_ cases: [[DetectionReplay.TimedFinding]], _ entries: EntryTraces) -> [String] {
        let touched = cases.map { Set($0.flatMap { places(of: $0.finding) }) }
        let usual = Set(minutes.indices).subtracting(touched.flatMap { $0 })
        func worst(_ places: Set<Int>) -> (place: Int, share: Double)? {
            places.sorted().compactMap { place in entries.unlikeShare(place, usual: usual).map { (place, $0) } }
                .max { $0.1 < $1.1 }
        }
        func percent(_ share: Double?) -> String { share.map { "\(Int(($0 * 100).rounded())) %" } ?? "none" }
        let elsewhere = percent(worst(usual)?.share)
        return zip(cases, touched).map { findings, places in
            let minute = worst(places)
            return "false case around \(minute.map { minutes[$0.place] } ?? system), where "
                + "\(percent(minute?.share)) of the entry traces are unlike the usual ones (elsewhere at most "
                + "\(elsewhere)): \(findings.first?.finding.explanation ?? "")"
        }
    }

    /// The places of the minutes in which something was found.
    private func places(of finding: Finding) -> [Int] {
        let range = TimeRange(start: finding.onset, end: finding.window.end)
        return minutes.indices.filter { place in
            let minute = NezhaReplay.range(place..<place + 1)
            return minute.start < range.end && range.start < minute.end
        }
    }
}
