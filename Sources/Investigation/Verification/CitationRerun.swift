import ToolKit

/// Runs the calls behind a report's citations again, just before it is published, and says what became of them.
///
/// Only calls on the span store, which take milliseconds. Spans that came late change an answer without making the
/// report false: what was cited stays stored. Where a claim would no longer hold, the report says so.
struct CitationRerun {
    let replay: EvidenceReplay
    let facts: Dossier.Facts
    /// The backend whose calls are cheap.
    let backend: String

    /// The most calls of one report.
    private static let calls = 12

    /// What was found.
    struct Finding: Equatable {
        /// Calls that were run again, and how many of them answered differently.
        var calls = 0
        var changed = 0
        /// A sentence for each call that failed and each claim that would no longer hold.
        var notes: [String] = []
    }

    func finding(on report: Report, _ evidence: [EvidenceID: Evidence]) async -> Finding {
        let cited = Set(report.claims.flatMap(\.citations).compactMap { EvidenceID($0.evidence) })
        let repeatable = cited.sorted().compactMap { evidence[$0] }.filter { $0.output.backend == backend }
        var finding = Finding()
        var fresh = evidence
        for item in repeatable.prefix(Self.calls) {
            switch await replay.outcome(of: item) {
            case .same: finding.calls += 1
            case .changed(let output, _):
                finding.calls += 1
                finding.changed += 1
                fresh[item.id]?.output = output
            case .failed(let failure):
                finding.calls += 1
                finding.changed += 1
                finding.notes.append("\(item.id) could not be run again: \(failure.message.prefix(200)).")
            case .notReplayable: continue
            }
        }
        if finding.changed > 0 { finding.notes += shaken(report, fresh) }
        return finding
    }

    /// The claims that held and would not on the new answers.
    private func shaken(_ report: Report, _ fresh: [EvidenceID: Evidence]) -> [String] {
        let again = replay.rechecked(report, on: Array(fresh.values), facts: facts)
        return zip(report.claims, again.claims).compactMap { claim, now in
            guard claim.outcome.status == .verified, now.outcome.status == .rejected else { return nil }
            return "Spans came in while this was written: of '\(claim.text.prefix(120))', "
                + "\(now.outcome.reasons.first ?? "nothing holds")."
        }
    }
}
