import JSONValues
import LanguageModels
import Prompts
import Telemetry
import ToolKit

/// Makes the report of a run: from a submission that is checked, from an answer's text, or from what there is.
struct ReportAssembly {
    private(set) var transcript: Transcript
    let redactor: Redactor
    let now: Timestamp

    /// How often a report may be sent back.
    static let chances = 2

    enum Judgement {
        case accepted(Report)
        case sentBack([String])
    }

    /// Adds evidence of the step that is being judged and is not saved yet.
    mutating func add(_ evidence: [Evidence]) { transcript.append([], evidence: evidence) }

    private var verifier: Verifier {
        Verifier(evidence: transcript.evidence, plan: transcript.plan, facts: transcript.facts)
    }

    /// Checks a submission; sends it back while there are chances left, else takes what holds.
    func judge(_ submission: ReportSubmission, _ ledger: HypothesisLedger) -> Judgement {
        let report = verifier.checked(submission.report())
        let missing = ledger.missing(silentServices: transcript.facts.silentServices)
        let complaints = complaints(about: report) + missing.map { "ledger: \($0)" }
        let used = transcript.sinceQuestion.count { if case .sentBack = $0 { true } else { false } }
        if !complaints.isEmpty, used < Self.chances { return .sentBack(complaints) }
        return .accepted(finished(report, ledger, ending: "the report was submitted"))
    }

    private func complaints(about report: Report) -> [String] {
        var complaints: [String] = []
        for (position, claim) in report.claims.enumerated() where claim.outcome.status == .rejected {
            complaints.append(
                "claim \(position + 1) ('\(claim.text.prefix(80))'): "
                    + claim.outcome.reasons.joined(separator: "; "))
        }
        for suspect in report.suspects where !suspect.isVerified {
            complaints.append("suspect \(suspect.name): " + verifier.objections(to: suspect).joined(separator: "; "))
        }
        if report.outcome == .causeFound {
            if report.cause == nil { complaints.append("cause_found needs a cause with a path") }
            if report.verifiedClaims == 0 { complaints.append("cause_found needs at least one claim that holds") }
        }
        return complaints
    }

    /// A report of a last answer's text: a JSON object, or words with citations.
    func report(fromText text: String) -> Report {
        if transcript.plan.mode == .investigate, let submission = ReportSubmission(text: text) {
            let report = verifier.checked(submission.report())
            return finished(report, transcript.ledger, ending: "the report was given as text")
        }
        if transcript.plan.mode == .answer {
            let question = redactor.redact(UntrustedText.cleaned(transcript.plan.question, limit: 200))
            var report = Report(title: question, answer: text, outcome: .answered, severity: .none)
            report.claims = AnswerClaims(text).claims
            return finished(verifier.checked(report), HypothesisLedger(), ending: "the question was answered")
        }
        var report = fallback
        let answer = text.trimmingPrefix(while: \.isWhitespace)
        if !answer.isEmpty { report.notes.append("The last answer was no report; it said: \(answer.prefix(1000))") }
        return finished(report, transcript.ledger, ending: "no report in the asked form came")
    }

    /// A report without any model.
    func report(endedBecause reason: String) -> Report {
        var report = fallback
        report.notes.append("The investigation ended early: \(reason). This report is the dossier's, with the ledger.")
        return finished(report, transcript.ledger, ending: reason)
    }

    private var fallback: Report {
        transcript.opening?.dossier.firstReport
            ?? Report(title: transcript.plan.question, answer: "The investigation ended before it had begun.")
    }

    private func finished(_ checked: Report, _ ledger: HypothesisLedger, ending: String) -> Report {
        var report = checked
        report.hypotheses = ledger.hypotheses
        report.onset = report.onset ?? transcript.facts.onset
        if report.outcome != .noFault { report.impact.people = transcript.facts.people }
        drop(from: &report)
        judgeCause(of: &report)
        let missing =
            transcript.plan.mode == .investigate
            ? ledger.missing(silentServices: transcript.facts.silentServices) : []
        report.notes += missing.map { "Not done: \($0)." }
        report.confidence = ConfidenceRules.confidence(of: report, isLedgerComplete: missing.isEmpty)
        report.notes += failures
        if let note = InstructionLikeText.note(over: transcript.evidence.values) { report.notes.append(note) }
        report.making = making(ending: ending)
        return ReportMasking(redactor).masked(report.weighed(against: transcript.plan.signals))
    }

    /// What does not hold is not published as a claim; the report says that and why. An answer to a person keeps its
    /// words, so there the failed sentences stay, marked.
    private func drop(from report: inout Report) {
        guard report.outcome != .answered else { return }
        for claim in report.claims where claim.outcome.status == .rejected {
            report.notes.append("Dropped: '\(claim.text)' - \(claim.outcome.reasons.joined(separator: "; ")).")
        }
        report.claims.removeAll { $0.outcome.status == .rejected }
        for suspect in report.suspects where !suspect.isVerified {
            report.notes.append("Dropped suspect \(suspect.name): it could not be found in evidence.")
        }
        report.suspects.removeAll { !$0.isVerified }
    }

    private func judgeCause(of report: inout Report) {
        guard var cause = report.cause else {
            if report.outcome == .causeFound { report.outcome = .inconclusive }
            return
        }
        let holding = report.claims.filter { $0.outcome.status == .verified }
        let gate = RootCauseGate(facts: transcript.facts, verified: holding, verifier: verifier)
        cause.objections = gate.objections(to: cause)
        cause.isEstablished = cause.objections.isEmpty
        report.cause = cause
        // A cause nothing measured speaks for is no cause, only somebody's words.
        if !holding.contains(where: verifier.restsOnTrusted) {
            report.notes.append("The submitted cause was dropped: no verified claim rests on a measured number.")
            report.cause = nil
            if report.outcome == .causeFound { report.outcome = .inconclusive }
        }
    }

    /// Models that gave up, and why; a reader sees who did not answer.
    private var failures: [String] {
        var notes: [String] = []
        for case .failed(let failed) in transcript.sinceQuestion {
            let note = "\(failed.model) did not answer: \(failed.message.prefix(300))"
            if !notes.contains(note) { notes.append(note) }
        }
        return notes
    }

    private func making(ending: String) -> Making {
        let entries = transcript.sinceQuestion
        let spending = Spending(entries)
        var models: [String] = []
        for case .answered(let answer) in entries where !models.contains(answer.model.description) {
            models.append(answer.model.description)
        }
        let start = transcript.opening?.startedAt ?? now
        return Making(
            models: models, prompt: transcript.opening?.promptName ?? "",
            promptHash: transcript.opening?.promptHash ?? "", steps: spending.steps,
            inputTokens: spending.usage.input, cachedTokens: spending.usage.cacheRead,
            outputTokens: spending.usage.output, cost: spending.isPartlyUnknown ? nil : spending.dollars,
            seconds: (now - start).inSeconds, ending: ending,
            runbooks: (transcript.opening?.runbooks ?? []).map {
                "\($0.name) \(ContentHash.sha256($0.text).prefix(12))"
            })
    }
}
