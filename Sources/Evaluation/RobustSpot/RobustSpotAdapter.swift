import Analysis
import Foundation
import Investigation
import JSONValues
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
        var (hits, hitsOfReports) = (F1Score(), F1Score())
        for each in configuration.chosen(try RobustSpotCase.all(folder, &report.notes), id: { $0.name }) {
            let outcome = try await outcome(each, configuration)
            let found = outcome.scan.findings.map { Self.texts($0.conditions) }
            hits.add(found: Array(found.prefix(each.causes.count)), truth: each.causes)
            for investigated in outcome.reports {
                report.investigations.add(investigated, of: each.name)
                let said = Self.combinations(investigated)
                hitsOfReports.add(found: Array(said.prefix(each.causes.count)), truth: each.causes)
                guard let cause = each.causes.first, each.causes.count == 1 else { continue }
                report.add(said.firstIndex(of: cause).map { $0 + 1 }, to: "\(name), in the report's evidence")
            }
            guard let cause = each.causes.first, each.causes.count == 1 else { continue }
            let rank = found.firstIndex(of: cause).map { $0 + 1 }
            report.add(rank, to: name)
            configuration.progress(
                "\(each.name): \(rank.map { "rank \($0)" } ?? "not ranked"), said "
                    + "'\(outcome.reports.first?.report.title ?? "")'")
        }
        report.notes.append(
            "robustspot: F1 of combinations, sets included: \(String(format: "%.2f", hitsOfReports.value)) in reports, "
                + "\(String(format: "%.2f", hits.value)) by the scan; cases above \(Self.spanLimit) spans were "
                + "scaled down")
        report.groups.sort { $0.name < $1.name }
        report.seconds = Date().timeIntervalSince(began)
        return report
    }

    /// The scan over all attributes of a case, and the reports on it.
    private func outcome(
        _ each: RobustSpotCase, _ configuration: EvaluationConfiguration
    ) async throws -> (scan: CombinationScan, reports: [InvestigatedCase]) {
        try await ScratchStore.with(configuration.scratch) { store in
            let rows = each.scaled(to: Self.spanLimit)
            for minute in Set(rows.map(\.minute)).sorted() {
                let batch = SpanExpansion(each.attributes, rows.filter { $0.minute == minute }, minute).batch
                _ = try await store.append(OTLPEncoder.traces(batch))
            }
            let start = Timestamp(nanoseconds: each.anomalousMinute * 1_000_000_000)
            let first = rows.map(\.minute).min() ?? each.anomalousMinute
            let window = TimeRange(start: start, end: start + .seconds(60))
            let baseline = TimeRange(start: Timestamp(nanoseconds: first * 1_000_000_000), end: start)
            let query = CombinationQuery(
                window: window, baseline: baseline, fields: each.attributes.map { .attribute(AttributeName(.span, $0)) }
            )
            let scan = try await query.scan { query async throws(SpanSourceError) in try await store.run(query) }
            let signal = PlannedSignal(
                source: "evaluation", summary: "More requests fail; find which.", service: SpanExpansion.service,
                operation: SpanExpansion.operation, time: start)
            let path = CasePath(source: store, configuration: configuration)
            return (scan, try await path.investigated(each.name, [signal], window: window, baseline: baseline))
        }
    }

    /// The combinations that a report's evidence ranks, by attribute.
    private static func combinations(_ investigated: InvestigatedCase) -> [[String: String]] {
        investigated.rows("combinations").map { row in
            let conditions = (row["combination"]?.string ?? "").components(separatedBy: " and ")
            return Dictionary(
                conditions.compactMap { condition -> (String, String)? in
                    let parts = condition.components(separatedBy: " = ")
                    return parts.count == 2 ? (bare(parts[0]), parts[1]) : nil
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    private static func texts(_ conditions: [AttributeDifference.Condition]) -> [String: String] {
        Dictionary(conditions.map { (bare("\($0.field)"), "\($0.value)") }, uniquingKeysWith: { first, _ in first })
    }

    private static func bare(_ field: String) -> String { field.replacingOccurrences(of: "span.", with: "") }
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
