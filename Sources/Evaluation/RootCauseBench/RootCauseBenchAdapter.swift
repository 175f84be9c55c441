import Foundation
import Investigation
import JSONValues
import Telemetry

/// Which commit broke it, or none (layout of `rootcausebench/`).
struct RootCauseBenchAdapter: CaseAdapter {
    let name = "rootcausebench"

    func recognises(_ folder: URL) -> Bool { !incidents(folder).isEmpty }

    private func incidents(_ folder: URL) -> [URL] {
        let all = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return all.filter { incident in
            ["truth.json", "data/alert.json"].allSatisfy {
                FileManager.default.fileExists(atPath: incident.appending(path: $0).path)
            }
        }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    func run(_ folder: URL, _ configuration: EvaluationConfiguration) async throws -> EvaluationReport {
        let began = Date()
        var report = EvaluationReport()
        var decoys = 0
        for incident in configuration.chosen(incidents(folder), id: { $0.lastPathComponent }) {
            let id = incident.lastPathComponent
            do {
                let truth = try IncidentTruth(incident)
                let record = try IncidentRecord(incident)
                for investigated in try await investigated(incident, record, configuration) {
                    report.investigations.add(investigated, of: id)
                    let said = investigated.report.suspects.first { $0.kind == .commit }?.name
                    let isRight = said == truth.commit
                    report.add(isRight ? 1 : nil, to: name)
                    if let said, truth.decoys.contains(said) { decoys += 1 }
                    configuration.progress("\(id): \(isRight ? "right" : "wrong"), said \(said ?? "none")")
                }
                report.add(IncidentVerdict(record).commit == truth.commit ? 1 : nil, to: "\(name), ranking alone")
            } catch let error as EvaluationError where error.code == .unreadableCase {
                report.skip("\(name) \(id)", because: error)
            }
        }
        report.notes.append("rootcausebench: \(decoys) decoys convicted")
        report.seconds = Date().timeIntervalSince(began)
        return report
    }

    /// The alert is the signal; the quarter of an hour before it is the window.
    private func investigated(
        _ incident: URL, _ record: IncidentRecord, _ configuration: EvaluationConfiguration
    ) async throws -> [InvestigatedCase] {
        let telemetry = IncidentTelemetry(incident)
        let fired = Timestamp(iso8601: record.firedAt) ?? telemetry.start ?? NezhaReplay.start
        let window = TimeRange(start: fired - .seconds(900), end: fired + .seconds(60))
        let baseline = TimeRange(
            start: min(telemetry.start ?? window.start, window.start - .seconds(900)), end: window.start)
        return try await ScratchStore.with(configuration.scratch) { store in
            try await telemetry.ingest(into: store)
            let path = CasePath(
                source: store, configuration: configuration, suspects: IncidentSuspects(record: record))
            return try await path.investigated(
                incident.lastPathComponent, [record.signal(at: fired)], window: window, baseline: baseline)
        }
    }
}

/// The commit that the words of an incident speak for, where one does.
struct IncidentSuspects: SuspectFinding {
    let record: IncidentRecord

    func suspects(for question: SuspectQuestion) async throws -> SuspectTable {
        let verdict = IncidentVerdict(record)
        guard let id = verdict.commit else { return SuspectTable(noneReason: verdict.reason) }
        let commit = record.commits.first { $0["sha"]?.string == id }
        let suspect = Suspect(
            kind: .commit, name: id, reason: verdict.reason,
            title: commit?["message"]?.string?.split(whereSeparator: \.isNewline).first.map(String.init))
        return SuspectTable(rows: [.init(suspect: suspect, kind: "commit", score: 1)])
    }
}

extension IncidentRecord {
    /// The alert as a signal.
    func signal(at time: Timestamp) -> PlannedSignal {
        PlannedSignal(
            source: "alertmanager", summary: alert["summary"]?.string ?? alert["metric"]?.string ?? "an alert fired",
            service: alert["service"]?.string, time: time)
    }
}
