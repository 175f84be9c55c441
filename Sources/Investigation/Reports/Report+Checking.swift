import ToolKit

extension Report {
    /// The report with every claim and suspect checked against evidence, and every text masked: fit to be published.
    ///
    /// For reports that no loop made, such as the diff report of a deploy.
    ///
    /// - Parameter facts: what whyd knows besides, such as the names of builds, which are no numbers.
    public func checked(
        against evidence: [Evidence], of plan: InvestigationPlan, facts: Dossier.Facts = Dossier.Facts()
    ) -> Report {
        let verifier = Verifier(
            evidence: Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }), plan: plan,
            facts: facts)
        var report = verifier.checked(self)
        for claim in report.claims where claim.outcome.status == .rejected {
            report.notes.append("Dropped: '\(claim.text)' - \(claim.outcome.reasons.joined(separator: "; ")).")
        }
        report.claims.removeAll { $0.outcome.status == .rejected }
        report.suspects.removeAll { !$0.isVerified }
        return ReportMasking(Redactor(key: Array(plan.pseudonymKey.utf8))).masked(report)
    }
}
