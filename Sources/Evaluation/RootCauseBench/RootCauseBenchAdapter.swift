import Foundation

/// Which commit broke it, or none (layout of `rootcausebench/`).
struct RootCauseBenchAdapter: CaseAdapter {
    let name = "rootcausebench"

    func recognises(_ folder: URL) -> Bool { !incidents(folder).isEmpty }

    private func incidents(_ folder: URL) -> [URL] {
        let all = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return all.filter { FileManager.default.fileExists(atPath: $0.appending(path: "truth.json").path) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    func run(_ folder: URL, _ configuration: EvaluationConfiguration) async throws -> EvaluationReport {
        let began = Date()
        var report = EvaluationReport()
        var decoys = 0
        for incident in configuration.chosen(incidents(folder), id: { $0.lastPathComponent }) {
            let truth = try IncidentTruth(incident)
            let verdict = IncidentVerdict(try IncidentRecord(incident))
            let isRight = verdict.commit == truth.commit
            report.add(isRight ? 1 : nil, to: name)
            if let commit = verdict.commit, truth.decoys.contains(commit) { decoys += 1 }
            configuration.progress(
                "\(incident.lastPathComponent): \(isRight ? "right" : "wrong"), said \(verdict.commit ?? "none"): "
                    + verdict.reason)
        }
        report.notes.append("rootcausebench: \(decoys) decoys convicted")
        report.seconds = Date().timeIntervalSince(began)
        return report
    }
}
