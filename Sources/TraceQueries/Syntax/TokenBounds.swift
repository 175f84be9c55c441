/// What keeps a hostile query from running out of stack: parsing and evaluation descend as deep as a query does.
enum TokenBounds {
    /// Words of a query; terms joined by operators nest too.
    static let words = 1000
    /// Parentheses inside one another, signs in a row, and powers of powers.
    static let depth = 64

    /// - Throws: `TraceQLError` with code `invalid` at the first word that is too much.
    static func check(_ tokens: [Token]) throws(TraceQLError) {
        // The last token only marks the end.
        if tokens.count > words + 1 {
            throw TraceQLError(.invalid, "a query has at most \(words) words", at: tokens[words].position)
        }
        var (parentheses, signs, powers) = (0, 0, 0)
        for token in tokens {
            switch token.kind {
            case .symbol(.openParenthesis): parentheses += 1
            case .symbol(.closeParenthesis): parentheses -= 1
            case .symbol(.power): powers += 1
            case .symbol(.not), .symbol(.minus): signs += 1
            default: signs = 0
            }
            if max(parentheses, signs, powers) > depth {
                throw TraceQLError(.invalid, "a query nests at most \(depth) deep", at: token.position)
            }
        }
    }
}
