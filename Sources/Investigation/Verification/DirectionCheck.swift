import JSONValues
import ToolKit

/// Checks `rose`, `fell`, `slower`, `highest` and `no` against the numbers cited.
struct DirectionCheck {
    private let text: ClaimText
    private let citations: [ResolvedCitation]

    init(_ check: ClaimCheck) {
        text = check.text
        citations = check.citations
    }

    func objections() -> [String] { direction() + extremes() + absence() }

    private static let up: Set<String> = [
        "rose", "rises", "risen", "increased", "increases", "grew", "grows", "climbed", "jumped", "doubled", "tripled",
        "higher", "slower", "worse", "more", "up", "exceeds", "above", "longer",
    ]
    private static let down: Set<String> = [
        "fell", "falls", "fallen", "decreased", "decreases", "dropped", "drops", "shrank", "declined", "halved",
        "lower", "faster", "better", "less", "fewer", "down", "below", "shorter", "improved",
    ]

    /// Whether a sentence speaks of a rise or of a fall; nil where of neither or both.
    static func rises(_ text: ClaimText) -> Bool? {
        let (rises, falls) = (text.says(up), text.says(down))
        return rises == falls ? nil : rises
    }

    private func direction() -> [String] {
        guard let rises = Self.rises(text), let change else { return [] }
        if change == 0 { return ["the cited numbers are equal, but it speaks of a change"] }
        guard (change > 0) != rises else { return [] }
        return ["the cited numbers go \(change > 0 ? "up" : "down"), but it says the opposite"]
    }

    /// After minus before, as far as the sentence or the citations tell which is which; nil where they do not.
    private var change: Double? {
        if let pair = orderedPair { return pair.after - pair.before }
        let numeric = citations.compactMap { citation in citation.number.map { (ComparedSide(citation), $0) } }
        let before = numeric.first { $0.0 == .before }?.1
        let after = numeric.first { $0.0 == .after }?.1
        if let before, let after { return Self.base(after) - Self.base(before) }
        guard numeric.count == 1, let only = citations.first(where: { $0.number != nil }), let column = only.column
        else { return nil }
        let parts = Set(column.name.lowercased().split { !$0.isLetter }.map(String.init))
        if !parts.isDisjoint(with: ["delta", "change", "difference", "diff"]) { return numeric[0].1.value }
        if !parts.isDisjoint(with: ["ratio", "factor"]) { return numeric[0].1.value - 1 }
        return nil
    }

    /// The two numbers of `from A to B`, `B, up from A`, `B against A`, `A -> B`.
    private var orderedPair: (before: Double, after: Double)? {
        let quantities = text.quantities.filter { $0.unit?.dimension != .multiple }
        guard quantities.count >= 2 else { return nil }
        let (first, second) = (quantities[0], quantities[1])
        guard first.unit?.dimension == second.unit?.dimension || first.unit == nil || second.unit == nil else {
            return nil
        }
        let (left, right) = (Self.base((first.value, first.unit)), Self.base((second.value, second.unit)))
        let between = Set(text.words[first.position..<second.position])
        let preceding = Set(text.words[..<first.position].suffix(3))
        if preceding.contains("from") || !between.isDisjoint(with: ["->", "→", "then"]) { return (left, right) }
        let reversing: Set = [
            "from", "than", "against", "versus", "vs", "before", "baseline", "compared", "previously",
        ]
        if !between.isDisjoint(with: reversing) { return (right, left) }
        return nil
    }

    private static func base(_ number: (value: Double, unit: Unit?)) -> Double {
        number.value * (number.unit?.factor ?? 1)
    }

    private func extremes() -> [String] {
        let largest = text.says(["highest", "largest", "slowest", "worst", "biggest"])
        let smallest = text.says(["lowest", "smallest", "fastest", "best"])
        guard largest != smallest, let citation = citations.first(where: { $0.number != nil }),
            let table = citation.table, let column = citation.column, let number = citation.number,
            let index = table.columns.firstIndex(of: column)
        else { return [] }
        let values = table.rows.compactMap { $0[index].double }
        guard let extreme = largest ? values.max() : values.min(), extreme != number.value else { return [] }
        return ["\(number.value) is not the \(largest ? "largest" : "smallest") \(column.name); \(extreme) is"]
    }

    /// `no errors` needs a cited zero.
    private func absence() -> [String] {
        let numbers = citations.compactMap(\.number)
        guard text.absentNoun != nil, !numbers.isEmpty, !numbers.contains(where: { $0.value == 0 }) else { return [] }
        return ["it says there were none, but the cited numbers are not zero"]
    }
}
