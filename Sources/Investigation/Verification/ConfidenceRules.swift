/// Words of confidence follow from what holds, not from how sure a model sounds.
enum ConfidenceRules {
    /// The confidence of a checked report.
    ///
    /// - *confirmed*: an established cause, and a verified suspect with its hunk or a supported reversal.
    /// - *likely*: an established cause; or no fault, with every rule of the ledger kept and claims that hold.
    /// - *possible*: a suspected cause with at least one claim that holds.
    /// - *inconclusive*: everything else.
    static func confidence(of report: Report, isLedgerComplete: Bool) -> Report.Confidence {
        guard report.verifiedClaims > 0 else { return .inconclusive }
        switch report.outcome {
        case .answered: return report.verifiedClaims == report.claims.count ? .likely : .possible
        case .inconclusive: return .inconclusive
        case .noFault: return isLedgerComplete ? .likely : .possible
        case .causeFound:
            guard let cause = report.cause else { return .inconclusive }
            guard cause.isEstablished else { return .possible }
            let hasProof = report.suspects.contains { $0.isVerified && $0.hunk != nil }
            return hasProof && isLedgerComplete ? .confirmed : .likely
        }
    }
}
