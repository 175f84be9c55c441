import Casebook
import Investigation
import Telemetry

/// What one report shows.
struct ReportView {
    let stored: StoredReport
    let evidence: [Evidence]
    let signals: [Signal]
    let deliveries: [Delivery]
    let verdicts: [Verdict]
    let now: Timestamp

    private var report: Report { stored.report }

    var values: [String: Any] {
        var values = headline
        values["cause"] = report.cause.map { [CauseView(cause: $0).values] } ?? []
        values["course"] = CourseView(evidence, onset: report.onset).map { [$0.values] } ?? []
        values["suspects"] = report.suspects.map { SuspectView(suspect: $0).values }
        values["claims"] = report.claims.enumerated().map { ClaimView(number: $0 + 1, claim: $1).values }
        values["impact"] = impact
        values["timeline"] = report.timeline.map(row)
        values["hypotheses"] = report.hypotheses.map(row)
        values["blindSpots"] = report.blindSpots.map { ["missing": $0.missing, "cure": $0.instrumentation] }
        values["nextSteps"] = report.nextSteps
        values["predictions"] = report.predictions.map(\.text)
        values["remarks"] = report.notes
        values["evidence"] = evidence.map { EvidenceView(evidence: $0).values }
        values["signals"] = signals.map(row)
        values["deliveries"] = deliveries.map(row)
        values["verdicts"] = verdicts.map { ["judgement": $0.judgement.rawValue, "note": $0.note ?? ""] }
        values["making"] = making
        for (name, list) in values where (list as? [Any])?.isEmpty == false { values["has_\(name)"] = true }
        return values
    }

    /// `cart · POST /add`.
    static func place(_ service: String, _ operation: String?) -> String {
        operation.map { "\(service) · \($0)" } ?? service
    }
}

extension ReportView {
    private var headline: [String: Any] {
        [
            "title": report.title, "id": stored.id, "case": stored.caseID.map { "\($0)" } ?? "none: a question",
            "answer": report.answer, "people": report.impact.peopleSentence ?? "",
            "severity": report.severity.rawValue, "confidence": report.confidence.rawValue,
            "outcome": PageText.words(report.outcome.rawValue), "service": service,
            "published": PageText.utc(stored.updatedAt), "age": PageText.age(stored.updatedAt, now: now),
            "isFirst": !stored.isFinal,
            "onset": report.onset.map(PageText.utc) ?? "not known", "verified": report.verificationSentence,
            "allVerified": report.verifiedClaims == report.claims.count && !report.claims.isEmpty,
        ]
    }

    private var service: String {
        let affected = report.affectedServices.joined(separator: ", ")
        return report.cause?.badBuild?.service ?? (affected.isEmpty ? "not known" : affected)
    }

    private var impact: [[String: Any]] {
        let buckets = [
            ("Affected", "bad", report.impact.affected), ("Checked and healthy", "good", report.impact.healthy),
            ("Changed for another reason", "other", report.impact.changedForAnotherReason),
            ("Not checked", "unknown", report.impact.notChecked),
        ]
        return buckets.filter { !$0.2.isEmpty }.map { name, tone, parts in
            let rows = parts.map { ["place": Self.place($0.service, $0.operation), "observation": $0.observation] }
            return ["name": name, "tone": tone, "parts": rows]
        }
    }

    private var making: [String: Any] {
        let making = report.making
        return [
            "models": making.models.isEmpty ? "no model: the first report" : making.models.joined(separator: ", "),
            "steps": making.steps, "inputTokens": making.inputTokens, "outputTokens": making.outputTokens,
            "cost": making.cost.map { "$" + PageText.short($0) } ?? "unknown",
            "seconds": PageText.short((making.seconds * 10).rounded() / 10), "ending": making.ending,
            "prompt": making.prompt, "promptHash": String(making.promptHash.prefix(12)),
        ]
    }

    private func row(_ entry: TimelineEntry) -> [String: Any] {
        [
            "time": PageText.utc(entry.time), "offset": PageText.offset(entry.time, from: report.onset) ?? "",
            "text": entry.text,
        ]
    }

    private func row(_ hypothesis: Hypothesis) -> [String: Any] {
        [
            "id": hypothesis.id, "statement": hypothesis.statement, "status": hypothesis.status.rawValue,
            "reason": hypothesis.reason, "supporting": hypothesis.supporting.map(\.description),
            "opposing": hypothesis.opposing.map(\.description),
        ]
    }

    private func row(_ signal: Signal) -> [String: Any] {
        [
            "title": signal.title, "source": signal.source, "severity": signal.severity.rawValue,
            "time": PageText.utc(signal.startedAt),
            "ended": signal.endedAt.map { "until \(PageText.utc($0))" } ?? "still going on",
        ]
    }

    private func row(_ delivery: Delivery) -> [String: Any] {
        ["destination": delivery.destination, "state": delivery.state.rawValue, "error": delivery.lastError ?? ""]
    }
}
