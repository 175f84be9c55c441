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
    var candidates: [RulebookRow] { rows("localisation").filter { $0.number("score") >= 0.3 } }
    var builds: [RulebookRow] { rows("builds") }
    var differences: [RulebookRow] { rows("differences") }
    var calls: [RulebookRow] { rows("calls") }
    var suspects: [RulebookRow] { rows("suspects") }

    func rows(_ section: String) -> [RulebookRow] { dossier.tables.first { $0.name == section }?.rows ?? [] }

    /// The values of a fact in the overview.
    func facts(_ name: String) -> [String] {
        rows("overview").filter { $0.text("fact") == name }.map { $0.text("value") }
    }

    var onset: String? { facts("onset").first { $0 != "unknown" } }
    var exemplar: String? { facts("example_trace").first }
    var silentServices: [String] { facts("silent_service") }

    /// The service most likely at fault: localisation first, then what deviates most, then what the alert names.
    var lead: String? {
        candidates.first?.text("service") ?? affected.first?.text("service")
            ?? signals.compactMap { $0["service"]?.string }.first
    }

    /// The lead's worst operation.
    var leadOperation: RulebookRow? { affected.first { $0.text("service") == lead } }

    /// The newest build of the lead and the one that came before it, where there are two.
    var newBuild: (new: RulebookRow, previous: RulebookRow)? {
        let mine = builds.filter { $0.text("service") == lead }
        guard mine.count >= 2, let new = mine.last, let previous = mine.dropLast().last else { return nil }
        return (new, previous)
    }

    /// Services from the fault to where it is felt: the longest shortest way down the calls to the lead, reversed.
    var path: [String] {
        guard let lead else { return [] }
        var paths = [[lead]]
        var seen: Set<String> = [lead]
        var position = 0
        let deviating = Set(affected.map { $0.text("service") } + candidates.map { $0.text("service") })
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
