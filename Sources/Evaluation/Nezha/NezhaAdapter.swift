import Analysis
import Foundation
import SpanSources
import Telemetry

/// Faults injected into two running systems, told by traces and logs (layout of `nezha/`).
struct NezhaAdapter: CaseAdapter {
    let name = "nezha"

    func recognises(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "cases.json").path)
            && FileManager.default.fileExists(atPath: folder.appending(path: "minutes").path)
    }

    func run(_ folder: URL, _ configuration: EvaluationConfiguration) async throws -> EvaluationReport {
        let began = Date()
        var report = EvaluationReport()
        let cases = configuration.chosen(try NezhaCase.all(folder)) { $0.id }
        for each in cases {
            let outcome = try await NezhaRun(each, folder, configuration).outcome()
            outcome.record(in: &report, name: name)
            configuration.progress(outcome.line)
        }
        if configuration.detection, configuration.only.isEmpty {
            for system in Set(cases.map(\.system)).sorted() {
                let quiet = NezhaQuietReplay(system, cases, folder)
                report.detection.merge(try await quiet.detection(configuration))
            }
        }
        report.groups.sort { $0.name < $1.name }
        report.seconds = Date().timeIntervalSince(began)
        return report
    }
}
