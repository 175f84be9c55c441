import JSONValues

/// A measure behind a candidate, in words that can be checked against its row of the dossier.
struct RulebookSignals {
    private let facts: RulebookCase

    init(_ facts: RulebookCase) { self.facts = facts }

    /// What was measured on the service at fault, strongest first.
    var ofLead: [RulebookRow] { facts.rows("signals").filter { $0.text("service") == facts.lead } }

    /// Operations of other services whose flows newly take another way at the call to the service at fault.
    var cutShort: [RulebookRow] {
        ofLead.filter { $0.text("signal") == "callersStop" && $0.text("caller") != facts.lead }
    }

    /// The unit a row is measured in.
    static func unit(_ row: RulebookRow) -> String? {
        ["share", "ms", "count"].first { row.cells[$0]?.double != nil }
    }

    /// One sentence with the two numbers of a row.
    static func sentence(_ row: RulebookRow) -> String? {
        guard let unit = unit(row) else { return nil }
        let (service, caller, operation) = (row.text("service"), row.text("caller"), row.text("operation"))
        let (now, before) = (row.number(unit), row.number("\(unit)_before"))
        func ms(_ value: Double) -> String { "\(RulebookWords.number(value)) ms" }
        switch row.text("signal") {
        case "selfTime":
            return "\(service) itself works \(ms(now)) in \(operation) at the 90th percentile, \(ms(before)) before."
        case "callGap":
            return "Callers of \(service) \(operation) wait \(ms(now)) beyond its own work at the 90th percentile, "
                + "\(ms(before)) before."
        case "outgoingGap":
            return "\(service) waits \(ms(now)) for \(caller) \(operation), beyond the work done there, at the 90th "
                + "percentile, \(ms(before)) before."
        case "callersStop":
            guard now > before else {
                return
                    "\(caller) \(operation) is answered by \(service) in \(RulebookWords.percent(now)) of the cases, "
                    + "\(RulebookWords.percent(before)) before."
            }
            return
                "\(RulebookWords.percent(now)) of the flows in \(caller) \(operation) take another way at the call to "
                + "\(service), \(RulebookWords.percent(before)) before."
        case "flow", "logFlow":
            let what = row.text("signal") == "flow" ? "calls" : "log lines"
            return
                "Inside \(caller) \(operation), a way of \(what) that was taken in \(RulebookWords.percent(before)) of the "
                + "cases before is now taken in \(RulebookWords.percent(now))."
        case "errorOrigin":
            guard caller == service || caller.isEmpty else {
                return "\(RulebookWords.percent(now)) of the calls \(caller) \(operation) fail without an answer of "
                    + "\(service), \(RulebookWords.percent(before)) before."
            }
            return "Errors begin in \(service) \(operation): \(RulebookWords.percent(now)) of its spans fail without a "
                + "failing call of their own, \(RulebookWords.percent(before)) before."
        case "fanOut":
            return "\(service) \(operation) makes \(RulebookWords.number(now)) calls of one kind per span, "
                + "\(RulebookWords.number(before)) before."
        case "silence":
            return "\(service) sent \(RulebookWords.number(now)) spans where \(RulebookWords.number(before)) were due."
        default: return nil
        }
    }
}
