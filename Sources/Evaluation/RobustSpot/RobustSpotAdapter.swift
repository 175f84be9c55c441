import Analysis
import Foundation
import OTLP
import SpanSources
import SpanStore
import Telemetry

/// Which combination of attributes failed (layout of `robustspot/`).
struct RobustSpotAdapter: CaseAdapter {
    let name = "robustspot"
    /// Spans of a case; larger ones are scaled down, which moves no rank by more than chance.
    static let spanLimit = 200_000

    func recognises(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "labels.json").path)
            && FileManager.default.fileExists(atPath: folder.appending(path: "cases").path)
    }

    func run(_ folder: URL, _ configuration: EvaluationConfiguration) async throws -> EvaluationReport {
        let began = Date()
        var report = EvaluationReport()
        var hits = F1Score()
        for each in configuration.chosen(try RobustSpotCase.all(folder), id: { $0.name }) {
            let scan = try await scan(each, configuration)
            let found = scan.findings.map { finding in
                Dictionary(
                    finding.conditions.map {
                        ("\($0.field)".replacingOccurrences(of: "span.", with: ""), "\($0.value)")
                    },
                    uniquingKeysWith: { first, _ in first })
            }
            hits.add(found: Array(found.prefix(each.causes.count)), truth: each.causes)
            guard let cause = each.causes.first, each.causes.count == 1 else { continue }
            let rank = found.firstIndex(of: cause).map { $0 + 1 }
            report.add(rank, to: name)
            configuration.progress("\(each.name): \(rank.map { "rank \($0)" } ?? "not ranked")")
        }
        report.notes.append(
            "robustspot: F1 of combinations, sets included: \(String(format: "%.2f", hits.value)); "
                + "cases above \(Self.spanLimit) spans were scaled down")
        report.seconds = Date().timeIntervalSince(began)
        return report
    }

    private func scan(_ each: RobustSpotCase, _ configuration: EvaluationConfiguration) async throws -> CombinationScan
    {
        try await ScratchStore.with(configuration.scratch) { store in
            let rows = each.scaled(to: Self.spanLimit)
            for minute in Set(rows.map(\.minute)).sorted() {
                let batch = SpanExpansion(each.attributes, rows.filter { $0.minute == minute }, minute).batch
                _ = try await store.append(OTLPEncoder.traces(batch))
            }
            let start = Timestamp(nanoseconds: each.anomalousMinute * 1_000_000_000)
            let first = rows.map(\.minute).min() ?? each.anomalousMinute
            let query = CombinationQuery(
                window: TimeRange(start: start, end: start + .seconds(60)),
                baseline: TimeRange(start: Timestamp(nanoseconds: first * 1_000_000_000), end: start),
                fields: each.attributes.map { .attribute(AttributeName(.span, $0)) })
            return try await query.scan { query async throws(SpanSourceError) in try await store.run(query) }
        }
    }
}

/// Precision and recall over sets.
struct F1Score {
    private var right = 0
    private var found = 0
    private var expected = 0

    mutating func add(found: [[String: String]], truth: [[String: String]]) {
        right += found.count { truth.contains($0) }
        self.found += found.count
        expected += truth.count
    }

    var value: Double { found + expected > 0 ? 2 * Double(right) / Double(found + expected) : 0 }
}
