import JSONValues

extension RulebookReport {
    var timeline: JSONValue {
        var entries = facts.builds.filter { $0.flag("is_new") }.map {
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
        if !operation.isEmpty {
            words += " in \(operation)"
        } else if let caller = RulebookSignals(facts).cutShort.first {
            words += " where \(caller.text("caller")) \(caller.text("operation")) calls it"
        }
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
}
