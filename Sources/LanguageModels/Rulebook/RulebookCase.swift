import JSONValues

/// What the dossier says, as the rules need it.
struct RulebookCase {
    let dossier: RulebookAnswer
    let window: String
    let baseline: String
    let signals: [JSONValue]

    init(_ opening: JSONValue) {
        dossier = RulebookAnswer(opening["dossier"] ?? .null)
        window = opening["window"]?.string ?? ""
        baseline = opening["baseline"]?.string ?? ""
        signals = opening["signals"]?.array ?? []
    }

    /// The two ends of a range as tools take them.
    static func ends(_ range: String) -> (from: String, to: String)? {
        let parts = range.split(separator: "/")
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    var evidence: String { dossier.evidence ?? "E1" }
    var operations: [RulebookRow] { rows("operations") }
    var affected: [RulebookRow] { operations.filter { !$0.text("deviates").isEmpty } }
    /// What services with an affected operation do besides, and do as before; what occurs too rarely to tell is left out.
    var healthyOperations: [RulebookRow] {
        let services = Set(affected.map { $0.text("service") })
        return operations.filter {
            $0.text("deviates").isEmpty && services.contains($0.text("service"))
                && min($0.number("spans"), $0.number("spans_before")) >= 5
        }
    }
    var candidates: [RulebookRow] { rows("localisation").filter { $0.number("score") >= 0.3 } }
    var builds: [RulebookRow] { rows("builds") }
    /// Combinations of values whose failures chance does not explain, and which fail more than what is beside them.
    var combinations: [RulebookRow] {
        rows("combinations").filter { $0.number("by_chance") < 0.01 && $0.text("stands_out") == "yes" }
    }
    /// Error records that are new or much more frequent, where nothing else deviates.
    var errorRecordsAlone: [RulebookRow] {
        affected.isEmpty && candidates.isEmpty && combinations.isEmpty && silence == nil ? rows("error_records") : []
    }
    var differences: [RulebookRow] { rows("differences") }
    var calls: [RulebookRow] { rows("calls") }
    var suspects: [RulebookRow] { rows("suspects") }

    /// Who met it, in one sentence; nil where spans name nobody.
    var people: String? {
        let rows = rows("people")
        func counts(_ who: String) -> String? {
            rows.first { $0.text("who") == who }.map {
                "\(RulebookWords.number($0.number("affected"))) of \(RulebookWords.number($0.number("seen"))) \(who)"
            }
        }
        let met = [counts("users"), counts("tenants")].compactMap(\.self)
        let sort = rows.first { $0.text("who").contains(" = ") }.map {
            "\($0.text("who")) (\(RulebookWords.number($0.number("affected"))) of "
                + "\(RulebookWords.number($0.number("seen"))) spans)"
        }
        guard !met.isEmpty else { return sort.map { "It met \($0) most." } }
        return RulebookWords.list(met) + " met it" + (sort.map { ", most often \($0)" } ?? "") + "."
    }

    /// The flag that the fault follows inside one build, in one sentence, and the flip that removes it.
    var flag: (sentence: String, flip: String)? {
        flagRow.map { row in
            (
                flagSentence(row),
                "Set the flag \(row.text("flag")) from \(row.text("worse")) to \(row.text("better")): the smallest change "
                    + "that removes it."
            )
        }
    }

    /// The first flag that the fault follows.
    var flagRow: RulebookRow? { rows("flags").first }

    /// Whether the flag's worse variant fails more often, not only takes longer.
    func isFailing(_ flag: RulebookRow) -> Bool { flag.number("errors_worse") - flag.number("errors_better") >= 0.005 }

    func flagSentence(_ row: RulebookRow) -> String {
        func value(_ side: String) -> String {
            isFailing(row)
                ? "fails in \(RulebookWords.percent(row.number("errors_\(side)")))"
                : "takes \(RulebookWords.number(row.number("p95_\(side)"))) ms"
        }
        return "It follows the flag \(row.text("flag")) inside one build: with \(row.text("worse")), "
            + "\(row.text("operation")) \(value("worse")), with \(row.text("better")) it \(value("better"))."
    }

    func rows(_ section: String) -> [RulebookRow] { dossier.tables.first { $0.name == section }?.rows ?? [] }

    /// The values of a fact in the overview.
    func facts(_ name: String) -> [String] {
        rows("overview").filter { $0.text("fact") == name }.map { $0.text("value") }
    }

    var onset: String? { facts("onset").first { $0 != "unknown" } }
    var exemplar: String? { facts("example_trace").first }
    var silentServices: [String] { facts("silent_service") }

    /// Something deviates: an operation, a service, a combination of values, error records, or all services fell silent.
    var hasFault: Bool {
        !(affected.isEmpty && candidates.isEmpty && combinations.isEmpty) || silence != nil
            || !errorRecordsAlone.isEmpty
    }

    /// The service most likely at fault: localisation first, then what deviates most, then what the alert names.
    var lead: String? {
        candidates.first?.text("service") ?? affected.first?.text("service")
            ?? combinations.first?.text("service") ?? errorRecordsAlone.first?.text("service")
            ?? signals.compactMap { $0["service"]?.string }.first
    }

    /// What was measured on the lead, in whole sentences.
    var evidenceOfLead: String { RulebookWords.wholeSentences(candidates.first?.text("evidence") ?? "") }

    /// What the lead looks like, in words.
    var looks: String {
        if let words = candidates.first?.text("looks") { return words }
        if affected.isEmpty, !combinations.isEmpty { return "failing with errors" }
        if !errorRecordsAlone.isEmpty { return "logging more errors" }
        return leadOperation?.text("deviates").contains("errors") == true ? "failing with errors" : "changed"
    }

    /// The lead's worst operation.
    var leadOperation: RulebookRow? { affected.first { $0.text("service") == lead } }

    /// The newest build of the lead where it is new, and the newest of those that were there before.
    var newBuild: (new: RulebookRow, previous: RulebookRow)? {
        let mine = builds.filter { $0.text("service") == lead }
        guard let new = mine.last(where: { $0.flag("is_new") }), let previous = mine.last(where: { !$0.flag("is_new") })
        else { return nil }
        return (new, previous)
    }

    /// Services from the fault to where it is felt: the longest shortest way down the calls to the lead, reversed.
    var path: [String] {
        guard let lead else { return [] }
        var paths = [[lead]]
        var seen: Set<String> = [lead]
        var position = 0
        let deviating = Set(
            affected.map { $0.text("service") } + candidates.map { $0.text("service") }
                + RulebookSignals(self).cutShort.map { $0.text("caller") })
        while position < paths.count {
            let path = paths[position]
            position += 1
            for call in calls where call.text("callee") == path.last {
                let caller = call.text("caller")
                guard deviating.contains(caller), seen.insert(caller).inserted else { continue }
                paths.append(path + [caller])
            }
        }
        return paths.last ?? [lead]
    }
}
