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
            ]
        }
        func optional(_ value: Double?) -> JSONValue { value.map { .number(Self.rounded($0)) } ?? .null }
        return [
            "groups": .array(groups), "falseCasesPerHour": optional(detection.falseCasesPerHour),
            "detected": optional(detection.detectedShare), "medianDelaySeconds": optional(detection.medianDelaySeconds),
            "seconds": .number(Self.rounded(seconds)), "notes": .array(notes.map(JSONValue.string)),
        ]
    }

    /// The figures as a table for people.
    public var table: String {
        var lines = [Self.line("group", ["cases", "top1", "top3", "top5", "top10", "avg5", "mrr"])]
        for group in groups {
            let score = group.score
            lines.append(
                Self.line(
                    group.name,
                    [
                        "\(score.cases)", Self.percent(score.top(1)), Self.percent(score.top(3)),
                        Self.percent(score.top(5)), Self.percent(score.top(10)), Self.percent(score.averageAtFive),
                        String(format: "%.2f", score.meanReciprocalRank),
                    ]))
        }
        if let share = detection.detectedShare {
            lines.append("")
            lines.append(
                "detected \(detection.delays.count) of \(detection.faults) faults (\(Self.percent(share * 100)) %), "
                    + "median delay \(detection.medianDelaySeconds.map { "\(Int($0)) s" } ?? "-")")
            lines.append(
                "\(detection.falseCases) false cases in \(String(format: "%.2f", detection.faultFreeHours)) "
                    + "fault-free hours")
        }
        return (lines + notes + ["\(Int(seconds.rounded())) s of wall time"]).joined(separator: "\n")
    }

    private static func line(_ name: String, _ cells: [String]) -> String {
        let padded = cells.map { String(repeating: " ", count: max(0, 7 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(1, 44 - name.count)) + padded.joined()
    }

    private static func percent(_ value: Double) -> String { String(format: "%.0f", value) }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
