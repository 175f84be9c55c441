import JSONValues

extension RulebookReport {
    var affected: JSONValue {
        if let silence = facts.silence { return silence.affected }
        guard facts.affected.isEmpty, let row = facts.combinations.first else {
            // What lies on the way of the fault comes before what moved beside it.
            let way = Set(facts.path)
            let ordered =
                facts.affected.filter { way.contains($0.text("service")) }
                + facts.affected.filter { !way.contains($0.text("service")) }
            return .array(ordered.prefix(12).map(part))
        }
        let words =
            "where \(row.text("combination")): \(RulebookWords.number(row.number("failures"))) failures, "
            + "\(RulebookWords.number(row.number("expected"))) to be expected"
        return [
            [
                "service": .string(row.text("service")), "operation": .string(row.text("operation")),
                "observation": .string(words),
            ]
        ]
    }

    /// What was looked at and does not deviate, with what was seen of it: whole services, then what the affected ones do
    /// besides.
    var healthy: JSONValue { .array(Array((healthyServices + healthyOperations).prefix(20))) }

    private var healthyServices: [JSONValue] {
        healthyRows.map { row in
            func change(_ column: String, _ words: (Double) -> String) -> String {
                let (before, now) = (words(row.before.number(column)), words(row.now.number(column)))
                return before == now ? now : "\(before) -> \(now)"
            }
            let errors = change("error_rate", RulebookWords.percent)
            let latency = change("p95(duration)", RulebookWords.number)
            return [
                "service": .string(row.now.text("service")),
                "observation": .string("errors \(errors), p95 \(latency) ms"),
            ]
        }
    }

    /// Operations of services with an affected one that do not deviate themselves.
    private var healthyOperations: [JSONValue] {
        facts.healthyOperations.map { row in
            [
                "service": .string(row.text("service")), "operation": .string(row.text("operation")),
                "observation": .string(
                    "errors \(RulebookWords.percent(row.number("errors"))), p95 "
                        + "\(RulebookWords.number(row.number("p95_before"))) -> "
                        + "\(RulebookWords.number(row.number("p95"))) ms"),
            ]
        }
    }

    /// The same as rows of the two survey queries: services without an affected operation and without evidence of
    /// their own, those that call the lead or are called by it first.
    var healthyRows: [(now: RulebookRow, before: RulebookRow)] {
        let bad = Set((facts.affected + facts.candidates).map { $0.text("service") } + [facts.lead ?? ""])
        let earlier = investigation.answer("before")?.table("rows")?.rows ?? []
        let rows = (investigation.answer("services")?.table("rows")?.rows ?? []).compactMap {
            now -> (now: RulebookRow, before: RulebookRow)? in
            let service = now.text("service")
            guard !service.isEmpty, !bad.contains(service),
                let before = earlier.first(where: { $0.text("service") == service })
            else { return nil }
            return (now, before)
        }
        let beside = Set(
            facts.calls.filter { $0.text("caller") == facts.lead || $0.text("callee") == facts.lead }
                .flatMap { [$0.text("caller"), $0.text("callee")] })
        return rows.filter { beside.contains($0.now.text("service")) }
            + rows.filter { !beside.contains($0.now.text("service")) }
    }

    /// Services that sent spans before and none now, and were not judged for that reason.
    var notChecked: JSONValue {
        let now = Set((investigation.answer("services")?.table("rows")?.rows ?? []).map { $0.text("service") })
        let before = investigation.answer("before")?.table("rows")?.rows ?? []
        guard !now.isEmpty else { return [] }
        return .array(
            before.map { $0.text("service") }.filter { !now.contains($0) && !$0.isEmpty }.map {
                ["service": .string($0), "observation": "no span in the window"]
            })
    }

    private func part(_ row: RulebookRow) -> JSONValue {
        var words: [String] = []
        if row.text("deviates").contains("errors") {
            words.append(
                "errors \(RulebookWords.percent(row.number("errors_before"))) -> "
                    + RulebookWords.percent(row.number("errors")))
        }
        if row.text("deviates").contains("latency") {
            words.append(
                "p95 \(RulebookWords.number(row.number("p95_before"))) -> \(RulebookWords.number(row.number("p95"))) ms"
            )
        }
        return [
            "service": .string(row.text("service")), "operation": .string(row.text("operation")),
            "observation": .string(words.joined(separator: ", ")),
        ]
    }

    var timeline: JSONValue {
        let start = RulebookCase.ends(facts.baseline)?.from ?? ""
        var entries = facts.builds.filter { $0.text("first_seen") > start }.map {
            ($0.text("first_seen"), "first span of \($0.text("service")) \($0.text("build"))")
        }
        if let onset = facts.onset { entries.append((onset, "the deviation begins")) }
        entries += facts.signals.compactMap { signal in
            signal["time"]?.string.map { ($0, signal["summary"]?.string ?? "signal") }
        }
        return .array(
            entries.sorted { $0 < $1 }.map { ["time": .string($0.0), "text": .string($0.1)] })
    }

    var cause: JSONValue? {
        guard let lead = facts.lead else { return nil }
        let subject = builds.badBuild.map { "Build \($0.build) of \(lead)" } ?? lead
        var cause: [String: JSONValue] = [
            "statement": .string(RulebookWords.stopped("\(subject) is \(facts.looks)\(place)")),
            "path": .array(facts.path.map { ["service": .string($0)] }),
        ]
        if !facts.evidenceOfLead.isEmpty { cause["mechanism"] = .string(facts.evidenceOfLead) }
        if let bad = builds.badBuild {
            cause["bad_build"] = [
                "service": .string(bad.service), "build": .string(bad.build), "previous": .string(bad.previous),
            ]
        }
        return .object(cause)
    }

    /// Where in the service, as far as telemetry tells: the operation, the values, the lines of code.
    private var place: String {
        var words = ""
        let operation = facts.candidates.first?.text("operation") ?? facts.leadOperation?.text("operation") ?? ""
        if !operation.isEmpty { words += " in \(operation)" }
        if let row = facts.combinations.first { words += " where \(row.text("combination"))" }
        if let code = facts.candidates.first?.text("code"), !code.isEmpty {
            words += ", between the log lines \(RulebookWords.region(code))"
        }
        return words
    }

    var suspectList: JSONValue {
        .array(
            suspects.prefix(3).map { suspect in
                var entry: [String: JSONValue] = [
                    "kind": .string(suspect.kind.isEmpty ? "commit" : suspect.kind), "name": .string(suspect.name),
                    "reason": .string(suspect.reason),
                    "citations": [
                        [
                            "evidence": .string(suspect.evidence), "section": .string(suspect.section),
                            "row": .object([suspect.column: .string(suspect.name)]), "column": .string(suspect.column),
                            "value": .string(suspect.name),
                        ]
                    ],
                ]
                if !suspect.title.isEmpty { entry["title"] = .string(suspect.title) }
                if !suspect.file.isEmpty { entry["file"] = .string(suspect.file) }
                return .object(entry)
            })
    }

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
        if let suspect = suspects.first {
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
