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
        let all = try NezhaCase.all(folder)
        let cases = configuration.chosen(all) { $0.id }
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
            do {
                let injections = try await injections(all, configuration, &report)
                try await replayFaultFree(cases, injections, folder, configuration, &report)
            } catch let error as EvaluationError where error.code == .unreadableCase {
                report.skip("\(name), fault-free minutes", because: error)
            }
        }
        report.groups.sort { $0.name < $1.name }
        report.seconds = Date().timeIntervalSince(began)
        return report
    }

    /// What was injected, as far as the cases and, where there is a clone, the published lists tell.
    private func injections(
        _ cases: [NezhaCase], _ configuration: EvaluationConfiguration, _ report: inout EvaluationReport
    ) async throws -> [NezhaInjection] {
        let told = NezhaInjection.told(by: cases)
        guard let clone = configuration.repository(NezhaFaultLists.repository) else { return told }
        do {
            return told + (try await NezhaFaultLists.injections(in: clone))
        } catch let error as EvaluationError where error.code == .unreadableCase {
            report.skip("\(name), published injections", because: error)
            return told
        }
    }

    /// Replays what is fault-free: each minute once and, where that is asked for, hours drawn at random.
    private func replayFaultFree(
        _ cases: [NezhaCase], _ injections: [NezhaInjection], _ folder: URL,
        _ configuration: EvaluationConfiguration, _ report: inout EvaluationReport
    ) async throws {
        for system in Set(cases.map(\.system)).sorted() {
            let minutes = try NezhaFaultFreeMinutes(system, cases, injections, in: folder)
            report.notes += minutes.notes
            let found = try await NezhaQuietReplay(system, minutes, folder).detection(configuration)
            report.detection.merge(found.figures)
            report.notes += found.notes
            guard configuration.quietHours > 0 else { continue }
            let drawn = try NezhaDrawnReplay(
                system, minutes, folder, hours: configuration.quietHours, seed: configuration.seed)
            report.drawnHours.append(try await drawn.detection(configuration))
            report.notes.append(drawn.note)
        }
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
