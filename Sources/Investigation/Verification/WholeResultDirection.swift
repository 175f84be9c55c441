import JSONValues
import Telemetry
import ToolKit

/// Holds a sentence that speaks of a direction without two numbers to show it (`errors rose after the deploy`) against
/// the results it cites as a whole: two columns of one row, two rows at different times, two results of different windows.
struct WholeResultDirection {
    private let text: ClaimText
    private let results: [WholeResult]
    private let facts: Dossier.Facts

    init(text: ClaimText, results: [WholeResult], facts: Dossier.Facts) {
        self.text = text
        self.results = results
        self.facts = facts
    }

    /// Empty where the results do not tell, or anything in them bears the sentence out.
    func objections() -> [String] {
        guard let rises = DirectionCheck.rises(text), !text.says(Self.denials), let measure else { return [] }
        let changes = results.flatMap { besides($0, measure) + inTime($0, measure) } + between(measure)
        guard !changes.isEmpty, !changes.contains(where: { rises ? $0 > 0 : $0 < 0 }) else { return [] }
        let went = changes.allSatisfy { $0 == 0 } ? "did not change" : rises ? "fell" : "rose"
        return ["in the cited result, what it speaks of \(went)"]
    }

    private static let denials: Set<String> = [
        "not", "no", "never", "neither", "nor", "without", "hardly", "barely", "didn't", "doesn't", "hasn't", "isn't",
        "wasn't",
    ]

    /// What the sentence speaks of, as words of column names.
    private var measure: Measure? {
        if text.says(["error", "errors", "failure", "failures", "fail", "failing"]) { return .errors }
        if text.says([
            "latency", "duration", "slower", "faster", "longer", "shorter", "p50", "p75", "p90", "p95", "p99", "p999",
        ]) {
            return .time
        }
        if text.says(["requests", "calls", "spans", "traffic", "throughput", "load"]) { return .count }
        return nil
    }

    private enum Measure {
        case errors, time, count

        func fits(_ column: ToolTable.Column) -> Bool {
            let name = column.name.lowercased()
            let isOfErrors = name.contains("error") || name.contains("fail")
            switch self {
            case .errors: return isOfErrors
            case .time: return !isOfErrors && ResolvedCitation.unit(of: column)?.dimension == .time
            case .count:
                let parts = name.split { !$0.isLetter }
                return !isOfErrors
                    && ["count", "spans", "requests", "calls"].contains { parts.contains(Substring($0)) }
            }
        }
    }

    /// After less before, of columns that say which they are (`p95` and `p95_before`).
    private func besides(_ result: WholeResult, _ measure: Measure) -> [Double] {
        result.tables.flatMap { _, table in
            let columns = result.spokenOf(table.columns).filter { measure.fits(table.columns[$0]) }
            let pairs = columns.flatMap { before in
                columns.filter { Self.isPair(table.columns[before].name, table.columns[$0].name) }
                    .map { (before: before, after: $0) }
            }
            return table.rows.filter { result.isAbout($0, table, nil) }.flatMap { row in
                pairs.compactMap { pair in
                    row[pair.before].double.flatMap { before in row[pair.after].double.map { $0 - before } }
                }
            }
        }
    }

    private static func isPair(_ before: String, _ after: String) -> Bool {
        func stem(_ name: String) -> [Substring] {
            name.split { !($0.isLetter || $0.isNumber) }.filter { ComparedSide(names: [String($0)]) == nil }
        }
        return before != after && ComparedSide(names: [before]) == .before
            && ComparedSide(names: [after]) != .before && stem(before) == stem(after)
    }

    /// The mean after a time less the mean before it, of rows that carry their times.
    private func inTime(_ result: WholeResult, _ measure: Measure) -> [Double] {
        result.tables.flatMap { _, table -> [Double] in
            guard let clock = table.columns.firstIndex(where: { $0.unit == "utc" && $0.name != "first_seen" }) else {
                return []
            }
            let rows = table.rows.filter { result.isAbout($0, table, nil) }.compactMap { row in
                ClaimCheck.time(row[clock], table.columns[clock]).first.map { (time: $0, row: row) }
            }
            return result.spokenOf(table.columns).filter { measure.fits(table.columns[$0]) }.compactMap { column in
                let points = rows.compactMap { entry in entry.row[column].double.map { (entry.time, $0) } }
                return change(points)
            }
        }
    }

    private func change(_ points: [(time: Timestamp, value: Double)]) -> Double? {
        let times = Set(points.map(\.time)).sorted()
        guard times.count > 1, let first = times.first, let last = times.last else { return nil }
        // Without a time in between to go by, the last half against the first.
        let turn = turn(times).flatMap { first < $0 && $0 <= last ? $0 : nil } ?? times[(times.count + 1) / 2]
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
        return mean(points.filter { $0.time >= turn }.map(\.value))
            - mean(points.filter { $0.time < turn }.map(\.value))
    }

    /// The time the sentence speaks of: one it names, a deploy, or the onset.
    private func turn(_ times: [Timestamp]) -> Timestamp? {
        if let named = text.times.first { return times.first(where: named.names) }
        if text.says(["deploy", "deployment", "release", "rollout"]) {
            return facts.builds.map(\.firstSeen).filter { time in times.contains { $0 < time } }.max()
        }
        return facts.onset
    }

    /// The later window less the earlier one, of rows of the same names.
    private func between(_ measure: Measure) -> [Double] {
        let ordered = results.filter { $0.evidence.output.window != nil }.sorted { left, right in
            left.start < right.start
        }
        return zip(ordered, ordered.dropFirst()).filter { $0.start < $1.start }.flatMap { earlier, later in
            let before = earlier.named(where: measure.fits)
            return later.named(where: measure.fits).compactMap { name, value in before[name].map { value - $0 } }
        }
    }
}

extension WholeResult {
    fileprivate var start: Timestamp { evidence.output.window?.start ?? Timestamp(nanoseconds: 0) }

    /// Numbers of the rows that the sentence is about, by the row's names and the column.
    fileprivate func named(where fits: (ToolTable.Column) -> Bool) -> [[String]: Double] {
        var numbers: [[String]: Double] = [:]
        for (section, table) in tables {
            for row in table.rows where isAbout(row, table, nil) {
                for column in spokenOf(table.columns) where fits(table.columns[column]) {
                    numbers[[section, table.columns[column].name] + row.compactMap(\.string)] = row[column].double
                }
            }
        }
        return numbers
    }
}
