import Investigation
import JSONValues
import ToolKit

/// What a replay found, as it is printed: a line per evidence, the cells that differ, the claims that no longer hold.
struct ReplayPrinting {
    /// More differing cells of one evidence than this are only counted.
    private static let cells = 8

    private var table = TextTable(headers: ["EVIDENCE", "TOOL", "OUTCOME"])
    private var details: [String] = []
    private var claims: [String] = []

    var text: String {
        table.text + (details.isEmpty ? "" : "\n" + details.joined(separator: "\n") + "\n")
            + (claims.isEmpty ? "" : "\n" + claims.joined(separator: "\n") + "\n")
    }

    mutating func add(_ evidence: Evidence, _ outcome: EvidenceReplay.Outcome) {
        let words =
            switch outcome {
            case .same: "the same"
            case .changed(_, let difference): difference.words
            case .failed(let failure): "failed: \(failure)"
            case .notReplayable: "not a tool's call, so not repeated"
            }
        table.add(["\(evidence.id)", evidence.tool, words])
        guard case .changed(let output, let difference) = outcome else { return }
        if difference.hasOtherWords {
            details += ["\(evidence.id)  was  \(evidence.output.summary)", "\(evidence.id)  now  \(output.summary)"]
        }
        details += difference.cells.prefix(Self.cells).map { cell in
            "\(evidence.id)  \(cell.row)  \(cell.column): \(Self.shown(cell.before)) → \(Self.shown(cell.after))"
        }
        if difference.cells.count > Self.cells {
            details.append("\(evidence.id)  and \(difference.cells.count - Self.cells) more cells")
        }
    }

    mutating func add(_ report: Report, rechecked: Report) {
        let held = zip(report.claims, rechecked.claims).filter { $0.0.outcome.status == .verified }
        guard !held.isEmpty else { return }
        let lost = held.filter { $0.1.outcome.status != .verified }
        claims.append("\(held.count - lost.count) of the \(held.count) claims that held still hold on the new answers")
        for (_, claim) in lost {
            claims.append("  ✗ \(claim.text)")
            claims += claim.outcome.reasons.prefix(2).map { "      \($0)" }
        }
    }

    private static func shown(_ cell: JSONValue) -> String { String((cell.string ?? cell.text).prefix(80)) }
}
