import JSONValues

extension RulebookReport {
    var blindSpots: JSONValue {
        var spots: [JSONValue] = []
        if facts.builds.isEmpty {
            spots.append([
                "missing": "spans do not say which build they come from",
                "instrumentation": "set service.version (and vcs.ref.head.revision) on the resource",
            ])
        }
        if suspects.isEmpty {
            spots.append([
                "missing": "no change of source could be tied to it",
                "instrumentation": "configure the service's repository and set vcs.ref.head.revision",
            ])
        }
        return .array(
            spots + facts.dossier.notes.filter { $0.contains("could not be read") }.map { ["missing": .string($0)] })
    }

    var nextSteps: [String] {
        if let silence = facts.silence { return silence.nextSteps }
        guard let lead = facts.lead, facts.hasFault else {
            return suspects.first.map { ["Read \($0.name.prefix(12)) with its author, against what was reported."] }
                ?? ["Nothing in the spans asks for action; if somebody is affected, say which operation and when."]
        }
        var steps: [String] = []
        if let flag = facts.flag { steps.append(flag.flip) }
        if let bad = builds.badBuild {
            steps.append("Roll \(lead) back from \(bad.build) to \(bad.previous), and see whether the numbers return.")
        }
        if let suspect = suspects.first, suspect.isPlace {
            steps.append("Take \(suspect.name) out of service and see whether it stops.")
        } else if let suspect = suspects.first, suspect.kind != "flag" || facts.flag == nil {
            let place = suspect.file.isEmpty ? "" : " in \(suspect.file)"
            steps.append("Read \(suspect.shortName)\(place) with its author.")
        }
        if let code = facts.candidates.first?.text("code"), !code.isEmpty {
            let region = RulebookWords.region(code)
            steps.append("Read the code between the log lines \(region): that is where the flow leaves its usual way.")
        }
        if let instance = facts.candidates.first?.text("instance"), !instance.isEmpty, builds.badBuild == nil {
            steps.append("Look first at instance \(instance) of \(lead).")
        }
        if !facts.errorRecordsAlone.isEmpty {
            steps.append("Read the log records of \(lead) around it: only their text says what failed.")
        }
        if let trace = facts.exemplar { steps.append("Look at trace \(trace), which shows it.") }
        return steps
    }

    var predictions: JSONValue {
        guard let worst = facts.leadOperation, let bad = builds.badBuild else { return [] }
        let fails = worst.text("deviates").contains("errors")
        let what = "\(worst.text("service")) \(worst.text("operation"))"
        let threshold = fails ? worst.number("errors_before") + 0.01 : worst.number("p95_before") * 1.2
        let measure = fails ? "the error rate" : "the 99th percentile"
        return [
            [
                "text": .string(
                    "\(measure) of \(what) returns to what it was once \(bad.build) is rolled back to \(bad.previous)"),
                "service": .string(worst.text("service")), "operation": .string(worst.text("operation")),
                "measure": fails ? "error_rate" : "p99", "threshold": .number(threshold),
                "unit": fails ? "share" : "ms", "direction": "below",
            ]
        ]
    }
}
