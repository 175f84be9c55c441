import JSONValues
import ToolKit

/// Masks and cleans every text of a report; what is saved is fit to be published.
struct ReportMasking {
    private let redactor: Redactor

    init(_ redactor: Redactor) { self.redactor = redactor }

    func masked(_ report: Report) -> Report {
        var report = report
        report.title = clean(report.title, 200)
        report.answer = clean(report.answer, 6000)
        report.impact = Impact(
            affected: parts(report.impact.affected), healthy: parts(report.impact.healthy),
            changedForAnotherReason: parts(report.impact.changedForAnotherReason),
            notChecked: parts(report.impact.notChecked), people: report.impact.people)
        report.timeline = report.timeline.map { TimelineEntry(time: $0.time, text: clean($0.text)) }
        report.cause = report.cause.map(cause)
        report.suspects = report.suspects.map(suspect)
        report.claims = report.claims.map(claim)
        report.hypotheses = report.hypotheses.map(hypothesis)
        report.blindSpots = report.blindSpots.map {
            BlindSpot(missing: clean($0.missing), instrumentation: clean($0.instrumentation))
        }
        report.nextSteps = report.nextSteps.map { clean($0) }
        report.predictions = report.predictions.map { prediction in
            var prediction = prediction
            prediction.text = clean(prediction.text)
            return prediction
        }
        report.notes = report.notes.map { clean($0) }
        return report
    }

    private func clean(_ text: String, _ limit: Int = 1500) -> String {
        redactor.redact(UntrustedText.cleaned(text, limit: limit))
    }

    private func parts(_ parts: [Impact.Part]) -> [Impact.Part] {
        parts.map {
            Impact.Part(
                service: clean($0.service, 200), operation: $0.operation.map { clean($0, 300) },
                observation: clean($0.observation, 500))
        }
    }

    private func cause(_ cause: Cause) -> Cause {
        var cause = cause
        cause.statement = clean(cause.statement)
        cause.mechanism = clean(cause.mechanism)
        cause.objections = cause.objections.map { clean($0) }
        return cause
    }

    private func suspect(_ suspect: Suspect) -> Suspect {
        var suspect = suspect
        suspect.name = clean(suspect.name, 200)
        suspect.reason = clean(suspect.reason)
        suspect.title = suspect.title.map { clean($0, 200) }
        suspect.hunk = suspect.hunk.map { clean($0, 4000) }
        return suspect
    }

    private func claim(_ claim: Claim) -> Claim {
        var claim = claim
        claim.text = clean(claim.text)
        claim.outcome.reasons = claim.outcome.reasons.map { clean($0) }
        claim.citations = claim.citations.map { citation in
            var citation = citation
            citation.value = citation.value.map { redactor.redact($0) }
            return citation
        }
        return claim
    }

    private func hypothesis(_ hypothesis: Hypothesis) -> Hypothesis {
        var hypothesis = hypothesis
        hypothesis.statement = clean(hypothesis.statement)
        hypothesis.mechanism = clean(hypothesis.mechanism)
        hypothesis.reason = clean(hypothesis.reason)
        hypothesis.predictions = hypothesis.predictions.map { clean($0) }
        return hypothesis
    }
}
