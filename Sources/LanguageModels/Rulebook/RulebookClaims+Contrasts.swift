import JSONValues

extension RulebookClaims {
    /// What the variants of the flag do that the fault follows.
    var ofFlags: [JSONValue] {
        guard let row = facts.flagRow else { return [] }
        let key = ["flag", "worse", "operation"].reduce(into: [String: JSONValue]()) { $0[$1] = row.cells[$1] }
        let fails = facts.isFailing(row)
        let (column, unit) = fails ? ("errors", "share") : ("p95", "ms")
        return [
            claim(
                facts.flagSentence(row),
                ["worse", "better"].map { side in
                    cite(
                        facts.evidence, "flags", key, "\(column)_\(side)", row.cells["\(column)_\(side)"] ?? .null, unit
                    )
                })
        ]
    }

    /// How many met it.
    var ofPeople: [JSONValue] {
        ["users", "tenants"].compactMap { who in
            guard let row = facts.rows("people").first(where: { $0.text("who") == who }) else { return nil }
            return claim(
                "\(RulebookWords.number(row.number("affected"))) of \(RulebookWords.number(row.number("seen"))) \(who) met it.",
                ["affected", "seen"].map {
                    cite(facts.evidence, "people", ["who": .string(who)], $0, row.cells[$0] ?? .null, "count")
                })
        }
    }
}
