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
        let settings = configuration.generalisation ? ParameterSetting.all() : []
        var generalisation = Generalisation(settings)
        for each in cases {
            do {
                let outcome = try await NezhaRun(each, folder, configuration, settings: settings).outcome()
                outcome.record(in: &report, name: name)
                if let row = outcome.settings { generalisation.rows.append(row) }
                configuration.progress(outcome.line)
            } catch let error as EvaluationError where error.code == .unreadableCase {
                report.skip("\(name) \(each.id)", because: error)
            }
        }
        record(generalisation, in: &report)
        if configuration.detection, configuration.only.isEmpty {
            for system in Set(cases.map(\.system)).sorted() {
                let quiet = NezhaQuietReplay(system, cases, folder)
                let found = try await quiet.detection(configuration)
                report.detection.merge(found.figures)
                report.notes += found.notes
            }
        }
        report.groups.sort { $0.name < $1.name }
        report.seconds = Date().timeIntervalSince(began)
        return report
    }

    private func record(_ generalisation: Generalisation, in report: inout EvaluationReport) {
        guard !generalisation.rows.isEmpty else { return }
        for (system, rank) in generalisation.leavingServicesOut() {
            report.add(rank, to: "\(name)/\(system), leave one service out")
        }
        for (place, setting) in generalisation.settings.enumerated() where setting.kind == .signals {
            for row in generalisation.rows {
                report.add(row.ranks[place], to: "\(name)/\(row.system), \(setting.name)")
            }
        }
        report.notes += generalisation.lines(name)
    }
}
