import Foundation
import Investigation

/// Two reports on the same evidence, beside each other.
struct ReportComparison {
    let before: Report
    let after: Report
    /// Columns of the terminal.
    let width: Int

    var text: String {
        var table = SideBySide(width: width)
        table.add("", "STORED", "REPLAYED")
        add("made by", to: &table, Self.making)
        add("outcome", to: &table) { "\($0.outcome.rawValue), \($0.confidence.rawValue)" }
        add("title", to: &table, \.title)
        add("cause", to: &table) { report in
            report.cause.map { $0.statement + ($0.isEstablished ? "" : " (suspected)") } ?? "none"
        }
        add("build", to: &table) { report in report.cause?.badBuild.map { "\($0.service) \($0.build)" } ?? "none" }
        add("suspects", to: &table) { report in
            report.suspects.isEmpty ? "none" : report.suspects.map(\.name).joined(separator: ", ")
        }
        add("claims", to: &table, \.verificationSentence)
        add("answer", to: &table, \.answer)
        return table.text
    }

    private func add(_ label: String, to table: inout SideBySide, _ value: (Report) -> String) {
        table.add(label, value(before), value(after))
    }

    private static func making(_ report: Report) -> String {
        let making = report.making
        let cost = making.cost.map { $0 > 0 ? String(format: ", $%.4f", $0) : "" } ?? ", cost unknown"
        return "\(making.models.joined(separator: ", ")), \(making.steps) steps, "
            + "\(making.inputTokens + making.outputTokens) tokens\(cost)"
    }
}
