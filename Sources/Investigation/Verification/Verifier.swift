import JSONValues
import ToolKit

/// Re-reads every claim from stored evidence. Believes nothing that does not stand there.
struct Verifier {
    let evidence: [EvidenceID: Evidence]
    let plan: InvestigationPlan
    let facts: Dossier.Facts

    /// A report with the outcome of each claim and suspect filled in.
    func checked(_ report: Report) -> Report {
        var report = report
        report.claims = report.claims.map { claim in
            var claim = claim
            claim.outcome = outcome(of: claim)
            return claim
        }
        report.suspects = report.suspects.map { suspect in
            var suspect = suspect
            suspect.isVerified = objections(to: suspect).isEmpty
            return suspect
        }
        return report
    }

    /// What becomes of a claim.
    func outcome(of claim: Claim) -> Claim.Outcome {
        if claim.kind == .assumed, claim.citations.isEmpty {
            let isCountable = !ClaimText(claim.text).quantities.isEmpty
            return isCountable
                ? Claim.Outcome(.rejected, reasons: ["an assumption cannot state numbers; cite them"])
                : Claim.Outcome(.assumed)
        }
        guard !claim.citations.isEmpty else {
            return Claim.Outcome(.rejected, reasons: ["it cites no evidence"])
        }
        var resolved: [ResolvedCitation] = []
        var reasons: [String] = []
        for citation in claim.citations {
            do throws(Objection) {
                resolved.append(try ResolvedCitation(citation, in: evidence))
            } catch {
                reasons.append(error.sentence)
            }
        }
        if reasons.isEmpty {
            reasons = ClaimCheck(
                text: ClaimText(claim.text), citations: resolved, facts: facts, plan: plan,
                entities: Entities(evidence.values, facts: facts)
            ).objections()
        }
        return reasons.isEmpty ? Claim.Outcome(.verified) : Claim.Outcome(.rejected, reasons: reasons)
    }

    /// Whether a verified claim rests on something whyd measured itself rather than on text from outside.
    func restsOnTrusted(_ claim: Claim) -> Bool {
        claim.citations.contains { citation in
            guard let resolved = try? ResolvedCitation(citation, in: evidence) else { return false }
            return !resolved.isUntrusted && resolved.number != nil
        }
    }

    /// What of a suspect is not to be found in evidence.
    func objections(to suspect: Suspect) -> [String] {
        let texts = evidence.values.map(EvidenceText.init)
        var objections: [String] = []
        if suspect.kind == .commit, !texts.contains(where: { $0.containsIgnoringCase(suspect.name) }) {
            objections.append("commit \(suspect.name) stands in no evidence")
        }
        if let file = suspect.file, !texts.contains(where: { $0.contains(file) }) {
            objections.append("file \(file) stands in no evidence")
        }
        if let hunk = suspect.hunk {
            let lines = hunk.split(separator: "\n").map { $0.trimmingPrefix { "+- ".contains($0) } }
            let isMissing = lines.contains { line in
                !line.isEmpty && !line.hasPrefix("@@") && !texts.contains { $0.contains(String(line)) }
            }
            if isMissing { objections.append("the hunk of \(suspect.name) stands in no evidence as quoted") }
        }
        for citation in suspect.citations {
            do throws(Objection) { _ = try ResolvedCitation(citation, in: evidence) } catch {
                objections.append(error.sentence)
            }
        }
        return objections
    }
}
