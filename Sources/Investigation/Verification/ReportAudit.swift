import JSONValues
import ToolKit

/// A finished report, held against its stored evidence once more by somebody who does not trust the run that made it.
public struct ReportAudit: Sendable, Equatable {
    /// Claims of the report, and those among them that hold when they are read again.
    public var claims = 0
    public var verified = 0
    /// Claims that were published as verified and do not hold, each with what does not.
    public var wrong: [String] = []
    /// Numbers of the title, the answer and the cause that stand nowhere in the evidence.
    public var loose: [String] = []

    /// Audits a report.
    ///
    /// - Parameters:
    ///   - entries: the transcript that led to it.
    ///   - evidence: all evidence of the investigation.
    public init(
        _ report: Report, transcript entries: [TranscriptEntry], evidence: [Evidence], plan: InvestigationPlan
    ) {
        let transcript = Transcript(plan: plan, entries: entries, evidence: evidence)
        let verifier = Verifier(evidence: transcript.evidence, plan: plan, facts: transcript.facts)
        claims = report.claims.count
        for claim in report.claims {
            let outcome = verifier.outcome(of: claim)
            if outcome.status == .verified { verified += 1 }
            if outcome.status == .rejected, claim.outcome.status == .verified {
                wrong.append("'\(claim.text)': \(outcome.reasons.joined(separator: "; "))")
            }
        }
        let known = evidence.flatMap(Self.numbers)
        let prose = [report.title, report.answer, report.cause?.statement ?? "", report.cause?.mechanism ?? ""]
        for text in prose.map(ClaimText.init) {
            loose += text.quantities.filter { quantity in
                !known.contains { quantity.matches($0.value, in: $0.unit) }
            }.map { text.words[$0.position] }
        }
    }

    /// Every number that an evidence holds: cells, and what is written in its texts.
    private static func numbers(_ evidence: Evidence) -> [(value: Double, unit: Unit?)] {
        var numbers = written(evidence.output.summary) + evidence.output.notes.flatMap(written)
        for section in evidence.output.sections {
            switch section.content {
            case .text(let text): numbers += written(text)
            case .table(let table):
                for row in table.rows {
                    for (column, cell) in zip(table.columns, row) {
                        if let number = cell.double { numbers.append((number, ResolvedCitation.unit(of: column))) }
                        if let text = cell.string { numbers += written(text) }
                    }
                }
            }
        }
        return numbers
    }

    private static func written(_ text: String) -> [(value: Double, unit: Unit?)] {
        ClaimText(text).quantities.map { ($0.value, $0.unit) }
    }
}
