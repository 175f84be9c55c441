import JSONValues

/// The report of the rulebook, as `submit_report` takes it.
struct RulebookReport {
    let investigation: RulebookInvestigation
    let facts: RulebookCase
    let builds: RulebookBuilds
    let suspects: [RulebookSuspects.Suspect]
    private let attempt: Int

    /// - Parameter attempt: from the second on, only what the dossier itself shows is claimed; the third claims nothing.
    init(_ investigation: RulebookInvestigation, attempt: Int = 1) {
        self.investigation = investigation
        facts = investigation.facts
        builds = RulebookBuilds(investigation)
        suspects = RulebookSuspects(investigation).ranked
        self.attempt = attempt
    }

    var arguments: JSONValue {
        var report: [String: JSONValue] = [
            "title": .string(String(title.prefix(200))), "answer": .string(String(answer.prefix(3000))),
            "outcome": .string(outcome), "severity": .string(severity), "affected": affected, "healthy": healthy,
            "not_checked": notChecked, "timeline": timeline, "claims": .array(claims), "blind_spots": blindSpots,
            "next_steps": nextSteps.asJSON, "predictions": predictions,
        ]
        if let onset = facts.onset { report["onset"] = .string(onset) }
        if outcome == "cause_found", let cause { report["cause"] = cause }
        if !suspects.isEmpty { report["suspects"] = suspectList }
        return .object(report)
    }

    private var hasFault: Bool { facts.hasFault }

    /// Without a span in the window nothing can be said, least of all that nothing is wrong.
    private var hasTelemetry: Bool { !facts.operations.isEmpty || !facts.silentServices.isEmpty }

    private var outcome: String {
        guard hasTelemetry, facts.silence == nil else { return "inconclusive" }
        // A change that fits a person's or another system's signal is worth naming, though whyd measured nothing itself.
        guard hasFault else { return suspects.isEmpty ? "no_fault" : "inconclusive" }
        let isLocated = !facts.candidates.isEmpty || builds.badBuild != nil || facts.combinations.first != nil
        return isLocated ? "cause_found" : "inconclusive"
    }

    private var severity: String {
        guard hasFault else { return "none" }
        let worst = facts.affected.map { $0.number("errors") }.max() ?? 0
        return worst >= 0.25 || !facts.silentServices.isEmpty ? "critical" : "warning"
    }

    private var title: String {
        if let silence = facts.silence { return silence.title }
        guard hasTelemetry else { return "There is no telemetry in the window" }
        guard let lead = facts.lead, hasFault else {
            return suspects.first.map { "No operation deviates; \($0.shortName) fits what was reported" }
                ?? "Nothing deviates from the baseline"
        }
        if let bad = builds.badBuild, let contrast = builds.contrasts.first {
            return "\(lead) \(bad.build): \(contrast.operation) "
                + (contrast.fails
                    ? "fails in \(RulebookWords.percent(contrast.new.number("error_rate")))"
                    : "takes \(RulebookWords.number(contrast.new.number("p95(duration)"))) ms")
        }
        guard let worst = facts.leadOperation else {
            if facts.candidates.isEmpty, let row = facts.combinations.first {
                return "\(lead): \(row.text("operation")) fails where \(row.text("combination"))"
            }
            if let row = facts.errorRecordsAlone.first {
                return "\(lead) logs \(RulebookErrorRecords.isNew(row) ? "a new error" : "more of an error"): "
                    + row.text("template")
            }
            return "\(lead) is \(facts.looks)"
        }
        return worst.text("deviates").contains("errors")
            ? "\(lead): \(worst.text("operation")) fails in \(RulebookWords.percent(worst.number("errors")))"
            : "\(lead): \(worst.text("operation")) takes \(RulebookWords.number(worst.number("p95"))) ms"
    }

    private var answer: String {
        if let silence = facts.silence { return silence.answer }
        guard hasTelemetry else {
            return
                "No span was received for \(facts.window), nor for the baseline before it, so nothing can be said about "
                + "what the signal reports. Check that the services export to whyd, and that the signal's time is right."
        }
        guard let lead = facts.lead, hasFault else {
            let suspect = suspects.first.map {
                " Of the changes that were looked at, \($0.titledName) fits what was reported best: "
                    + "\($0.reason)."
            }
            return "No operation deviates from its baseline beyond chance, and no service went silent. "
                + "What was compared: every operation's errors and latency, every flow inside its spans, and the log lines."
                + (suspect ?? "")
        }
        let since = facts.onset.map { " since \($0)" } ?? ""
        return ([worstSentence(lead, since)] + whyHere + whyNotElsewhere + healthSentence).joined(separator: " ")
    }

    /// What was measured on the lead, the build and the change that fit.
    private var whyHere: [String] {
        var sentences: [String] = []
        if !facts.evidenceOfLead.isEmpty { sentences.append(facts.evidenceOfLead) }
        if let row = facts.combinations.first {
            sentences.append(
                "The surplus of failures is where \(row.text("combination")): "
                    + "\(RulebookWords.number(row.number("failures"))) failures, "
                    + "\(RulebookWords.number(row.number("expected"))) to be expected.")
        }
        if let bad = builds.badBuild {
            sentences.append(
                "Build \(bad.build) of \(bad.service) shows it and build \(bad.previous) does not, on the same operations."
            )
        } else if let change = facts.newBuild {
            sentences.append(
                "Build \(change.new.text("build")) of \(facts.lead ?? "") is new, but it does not differ from "
                    + "\(change.previous.text("build")) where both can be compared.")
        }
        if let flag = facts.flag { sentences.append(flag.sentence) }
        if let people = facts.people { sentences.append(people) }
        if let suspect = suspects.first, suspect.isPlace {
            sentences.append(suspect.title)
        } else if let suspect = suspects.first {
            sentences.append(
                "The most suspect change is \(suspect.titledName): \(suspect.reason).")
        }
        return sentences
    }

    /// Why the next candidate is not the cause.
    private var whyNotElsewhere: [String] {
        guard let first = facts.candidates.first, let rival = facts.candidates.dropFirst().first else { return [] }
        let (lead, other) = (first.text("service"), rival.text("service"))
        func calls(_ caller: String, _ callee: String) -> Bool {
            facts.calls.contains { $0.text("caller") == caller && $0.text("callee") == callee }
        }
        let scores =
            "\(RulebookWords.number(rival.number("score"))) against \(RulebookWords.number(first.number("score")))"
        if calls(other, lead) {
            return ["\(other) changed too, but it calls \(lead) and its own evidence is weaker (\(scores))."]
        }
        if calls(lead, other) {
            return ["\(other), which \(lead) calls, changed too, but its evidence is weaker (\(scores))."]
        }
        return ["The next candidate, \(other), has weaker evidence of its own (\(scores))."]
    }

    /// What was looked at and is as before.
    private var healthSentence: [String] {
        let services = healthyRows.prefix(5).map { $0.now.text("service") }
        let operations = facts.healthyOperations.prefix(3).map { "\($0.text("service")) \($0.text("operation"))" }
        let names = services.isEmpty ? operations : services
        return names.isEmpty ? [] : ["Checked and as before: \(RulebookWords.list(names))."]
    }

    private func worstSentence(_ lead: String, _ since: String) -> String {
        guard let worst = facts.leadOperation else {
            if let row = facts.errorRecordsAlone.first { return RulebookErrorRecords.answer(row) }
            return facts.candidates.isEmpty && !facts.combinations.isEmpty
                ? "\(lead) \(facts.combinations[0].text("operation")) fails for some of its requests, too few to show in "
                    + "its error rate as a whole."
                : "\(lead) is \(facts.looks)\(since)\(felt(lead))."
        }
        let what = "\(lead) \(worst.text("operation"))"
        let felt = felt(lead)
        return worst.text("deviates").contains("errors")
            ? "\(what) fails in \(RulebookWords.percent(worst.number("errors"))) of its spans\(since), "
                + "\(RulebookWords.percent(worst.number("errors_before"))) before\(felt)."
            : "\(what) takes \(RulebookWords.number(worst.number("p95"))) ms at the 95th percentile\(since), "
                + "\(RulebookWords.number(worst.number("p95_before"))) ms before\(felt)."
    }

    /// The services on the way from the lead to where it is noticed.
    private func felt(_ lead: String) -> String {
        let callers = RulebookSignals(facts).cutShort.map { $0.text("caller") }
        let others = callers + facts.path.filter { $0 != lead && !callers.contains($0) }
        return others.isEmpty ? "" : "; it is felt in \(RulebookWords.list(others))"
    }

    private var claims: [JSONValue] {
        let written = RulebookClaims(self)
        switch attempt {
        case 1: return written.all
        case 2: return written.ofDossier
        default: return []
        }
    }
}
