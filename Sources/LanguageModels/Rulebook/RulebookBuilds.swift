import JSONValues

/// Whether the newest build of the suspected service is the one that deviates.
struct RulebookBuilds {
    /// One operation of the newer build against the older one, in rows of the same table.
    struct Contrast {
        var operation: String
        var new: RulebookRow
        var old: RulebookRow
        var fails: Bool
    }

    let build: String
    let previous: String
    let evidence: String
    let contrasts: [Contrast]

    /// The newest build, where it fails more or is slower than the one before on some operation.
    let badBuild: (service: String, build: String, previous: String)?

    init(_ investigation: RulebookInvestigation) {
        let facts = investigation.facts
        let answer = investigation.answer("builds")
        build = facts.newBuild?.new.text("build") ?? ""
        previous = facts.newBuild?.previous.text("build") ?? ""
        evidence = answer?.evidence ?? facts.evidence
        contrasts = Self.contrasts(answer?.table("rows")?.rows ?? [], build, previous)
        badBuild = contrasts.isEmpty ? nil : (facts.lead ?? "", build, previous)
    }

    private static func contrasts(_ rows: [RulebookRow], _ build: String, _ previous: String) -> [Contrast] {
        let byName = Dictionary(grouping: rows) { $0.text("name") }
        return byName.compactMap { name, rows -> Contrast? in
            guard let new = rows.first(where: { $0.text("build") == build }),
                let old = rows.first(where: { $0.text("build") == previous }),
                new.number("count") >= 5, old.number("count") >= 5
            else { return nil }
            let fails = new.number("error_rate") - old.number("error_rate") >= 0.02
            let (now, before) = (new.number("p95(duration)"), old.number("p95(duration)"))
            guard fails || (now > 1.3 * before && now - before > 5) else { return nil }
            return Contrast(operation: name, new: new, old: old, fails: fails)
        }.sorted { left, right in
            if left.fails != right.fails { return left.fails }
            let (a, b) = (weight(left), weight(right))
            return a != b ? a > b : left.operation < right.operation
        }
    }

    private static func weight(_ contrast: Contrast) -> Double {
        contrast.fails
            ? contrast.new.number("error_rate") - contrast.old.number("error_rate")
            : contrast.new.number("p95(duration)") / max(1, contrast.old.number("p95(duration)"))
    }
}
