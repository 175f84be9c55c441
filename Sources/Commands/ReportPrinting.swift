import Investigation
import JSONValues

/// Reports as they are printed on a terminal.
enum ReportPrinting {
    /// The answer, unless it was streamed already, and its claims.
    static func answer(_ report: Report, isSaid: Bool) -> String {
        var lines = isSaid ? [""] : ["", report.answer]
        for claim in report.claims {
            let sources = claim.citations.map(\.evidence).joined(separator: ", ")
            let mark = claim.outcome.status == .verified ? "✓" : claim.outcome.status == .rejected ? "✗" : "·"
            lines.append("  \(mark) \(claim.text)\(sources.isEmpty ? "" : " [\(sources)]")")
            if claim.outcome.status == .rejected { lines += claim.outcome.reasons.prefix(1).map { "      \($0)" } }
        }
        if !report.notes.isEmpty { lines += report.notes.map { "  ! \($0)" } }
        return lines.joined(separator: "\n")
    }

    /// The whole report.
    static func markdown(_ report: Report) -> String { ReportMarkdown(report).text }
}
