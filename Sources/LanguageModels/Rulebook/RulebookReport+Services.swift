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
            let cutShort = RulebookSignals(facts).cutShort.map(partCutShort)
            return .array(Array((cutShort + ordered.map(part)).prefix(12)))
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
        let rows = surveyed.filter { !bad.contains($0.now.text("service")) && !isQuiet($0) }
        let beside = Set(
            facts.calls.filter { $0.text("caller") == facts.lead || $0.text("callee") == facts.lead }
                .flatMap { [$0.text("caller"), $0.text("callee")] })
        return rows.filter { beside.contains($0.now.text("service")) }
            + rows.filter { !beside.contains($0.now.text("service")) }
    }

    /// Services with spans in both survey queries.
    private var surveyed: [(now: RulebookRow, before: RulebookRow)] {
        let earlier = investigation.answer("before")?.table("rows")?.rows ?? []
        return (investigation.answer("services")?.table("rows")?.rows ?? []).compactMap { now in
            let service = now.text("service")
            guard !service.isEmpty, let before = earlier.first(where: { $0.text("service") == service }) else {
                return nil
            }
            return (now, before)
        }
    }

    /// Whether a service sends less than half of its share of the traffic: nobody should call that healthy.
    private func isQuiet(_ row: (now: RulebookRow, before: RulebookRow)) -> Bool {
        let (now, before) = surveyed.reduce(into: (0.0, 0.0)) { sums, row in
            sums.0 += row.now.number("count")
            sums.1 += row.before.number("count")
        }
        let due = before > 0 ? row.before.number("count") * now / before : 0
        return due >= 20 && row.now.number("count") < due / 2
    }

    /// Services that sent spans before and none or few now, and were not judged for that reason.
    var notChecked: JSONValue {
        let now = Set((investigation.answer("services")?.table("rows")?.rows ?? []).map { $0.text("service") })
        let before = investigation.answer("before")?.table("rows")?.rows ?? []
        guard !now.isEmpty else { return [] }
        let named = Set((facts.candidates.map { $0.text("service") }) + [facts.lead ?? ""])
        let silent = before.map { $0.text("service") }.filter { !now.contains($0) && !$0.isEmpty }
        let quiet = surveyed.filter { isQuiet($0) && !named.contains($0.now.text("service")) }
        return .array(
            silent.map { ["service": .string($0), "observation": "no span in the window"] }
                + quiet.map {
                    ["service": .string($0.now.text("service")), "observation": "less than half of its usual spans"]
                })
    }

    private func partCutShort(_ row: RulebookRow) -> JSONValue {
        let (now, before) = (row.number("share"), row.number("share_before"))
        let words =
            (now > before
                ? "\(RulebookWords.percent(now)) of its flows take another way at the call to \(row.text("service"))"
                : "answered by \(row.text("service")) in \(RulebookWords.percent(now)) of the cases")
            + ", \(RulebookWords.percent(before)) before"
        return [
            "service": .string(row.text("caller")), "operation": .string(row.text("operation")),
            "observation": .string(words),
        ]
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
}
