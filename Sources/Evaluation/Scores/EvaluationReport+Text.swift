import Foundation
public import JSONValues

extension EvaluationReport {
    /// The figures as JSON: `groups`, `falseCasesPerHour`, `detected`, `medianDelaySeconds`.
    public var json: JSONValue {
        let groups = groups.map { group -> JSONValue in
            [
                "name": .string(group.name), "cases": .integer(Int64(group.score.cases)),
                "top1": .number(Self.rounded(group.score.top(1))), "top3": .number(Self.rounded(group.score.top(3))),
                "top5": .number(Self.rounded(group.score.top(5))), "top10": .number(Self.rounded(group.score.top(10))),
                "avg5": .number(Self.rounded(group.score.averageAtFive)),
                "mrr": .number(Self.rounded(group.score.meanReciprocalRank)),
                "top1Low": .number(Self.rounded(group.score.topOneInterval.lowerBound)),
                "top1High": .number(Self.rounded(group.score.topOneInterval.upperBound)),
            ]
        }
        func optional(_ value: Double?) -> JSONValue { value.map { .number(Self.rounded($0)) } ?? .null }
        return [
            "groups": .array(groups), "falseCasesPerHour": optional(detection.falseCasesPerHour),
            "detected": optional(detection.detectedShare), "medianDelaySeconds": optional(detection.medianDelaySeconds),
            "falseCases": .integer(Int64(detection.falseCases)),
            "faultFreeHours": .number(Self.rounded(detection.faultFreeHours)),
            "drawnHours": .array(drawnHoursAsJSON), "investigations": investigationsAsJSON,
            "seconds": .number(Self.rounded(seconds)),
            "notes": .array(notes.map(JSONValue.string)),
        ]
    }

    private var drawnHoursAsJSON: [JSONValue] {
        drawnHours.map {
            [
                "system": .string($0.system), "hours": .number($0.hours), "falseCases": .integer(Int64($0.falseCases)),
                "learningCases": .integer(Int64($0.learningCases)),
            ]
        }
    }

    private var investigationsAsJSON: JSONValue {
        [
            "reports": .integer(Int64(investigations.reports)), "claims": .integer(Int64(investigations.claims)),
            "verified": .integer(Int64(investigations.verified)),
            "wrong": .array(investigations.wrong.map(JSONValue.string)),
            "loose": .array(investigations.loose.map(JSONValue.string)),
            "seconds": .number(Self.rounded(investigations.seconds.reduce(0, +))),
            "tokens": .integer(Int64(investigations.tokens)),
            "dollars": investigations.dollars.map { .number(Self.rounded($0)) } ?? .null,
        ]
    }

    /// The figures as a table for people.
    public var table: String {
        var lines = [Self.line("group", ["cases", "top1", "95 %", "top3", "top5", "top10", "avg5", "mrr"])]
        for group in groups {
            let score = group.score
            lines.append(
                Self.line(
                    group.name,
                    [
                        "\(score.cases)", Self.percent(score.top(1)), Self.range(score.topOneInterval),
                        Self.percent(score.top(3)), Self.percent(score.top(5)), Self.percent(score.top(10)),
                        Self.percent(score.averageAtFive),
                        String(format: "%.2f", score.meanReciprocalRank),
                    ]))
        }
        lines += detectionLines + investigationLines
        return (lines + notes + ["\(Int(seconds.rounded())) s of wall time"]).joined(separator: "\n")
    }

    private var detectionLines: [String] {
        guard let share = detection.detectedShare else { return [] }
        return [
            "",
            "detected \(detection.delays.count) of \(detection.faults) faults (\(Self.percent(share * 100)) %), "
                + "median delay \(detection.medianDelaySeconds.map { "\(Int($0)) s" } ?? "-")",
            "\(detection.falseCases) false cases in \(String(format: "%.2f", detection.faultFreeHours)) fault-free hours",
        ]
            + drawnHours.map {
                "\($0.system): \($0.falseCases) false cases in \(Int($0.hours)) fault-free hours drawn at random "
                    + "(\($0.learningCases) in the two hours before, while learning)"
            }
    }

    private var investigationLines: [String] {
        guard let share = investigations.verifiedShare else { return [] }
        let sorted = investigations.seconds.sorted()
        let dollars = investigations.dollars.map { String(format: "%.4f $", $0) } ?? "cost unknown"
        return [
            "",
            "\(investigations.reports) reports: \(investigations.verified) of \(investigations.claims) claims verified "
                + "(\(Self.percent(share * 100)) %), \(investigations.wrong.count) wrong; \(investigations.loose.count) "
                + "numbers in sentences stand in no evidence",
            "a report took \(String(format: "%.1f", sorted[sorted.count / 2])) s (median; longest "
                + "\(String(format: "%.1f", sorted.last ?? 0))), \(investigations.tokens) tokens in all, \(dollars)",
        ] + (investigations.wrong + investigations.loose).prefix(20).map { "  wrong or loose: \($0)" } + [""]
    }

    private static func line(_ name: String, _ cells: [String]) -> String {
        let padded = cells.map { String(repeating: " ", count: max(0, 7 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(1, 44 - name.count)) + padded.joined()
    }

    private static func range(_ range: ClosedRange<Double>) -> String {
        "\(percent(range.lowerBound))-\(percent(range.upperBound))"
    }

    private static func percent(_ value: Double) -> String { String(format: "%.0f", value) }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
