extension Parser {
    private typealias Binary = FieldExpression.Binary

    private static let comparisons: [Symbol: Binary] = [
        .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
        .greaterOrEqual: .greaterOrEqual, .matches: .matches, .notMatches: .notMatches,
    ]
    private static let levels: [[Symbol: Binary]] = [
        [.and: .and, .or: .or],
        comparisons,
        [.plus: .add, .minus: .subtract],
        [.times: .multiply, .divide: .divide, .remainder: .remainder],
    ]

    /// A comparison operator, if one stands here.
    mutating func comparison() -> FieldExpression.Binary? {
        guard case .symbol(let symbol) = current.kind, let comparison = Self.comparisons[symbol],
            comparison != .matches, comparison != .notMatches
        else { return nil }
        advance()
        return comparison
    }

    /// An expression over one span.
    mutating func fieldExpression(level: Int = 0) throws(TraceQLError) -> FieldExpression {
        guard level < Self.levels.count else { return try unary() }
        var left = try fieldExpression(level: level + 1)
        while case .symbol(let symbol) = current.kind, let operation = Self.levels[level][symbol] {
            let position = current.position
            advance()
            left = .binary(operation, left, try fieldExpression(level: level + 1), position)
        }
        return left
    }

    private mutating func unary() throws(TraceQLError) -> FieldExpression {
        let position = current.position
        if take(.not) { return .unary(.not, try unary(), position) }
        if take(.minus) { return .unary(.negate, try unary(), position) }
        let base = try primary()
        let place = current.position
        return take(.power) ? .binary(.power, base, try unary(), place) : base
    }

    private mutating func primary() throws(TraceQLError) -> FieldExpression {
        let token = current
        if take(.openParenthesis) {
            let inner = try fieldExpression()
            try expect(.closeParenthesis)
            return inner
        }
        if let literal = literal() { return .literal(literal, token.position) }
        switch token.kind {
        case .attribute(let reference):
            advance()
            return .attribute(reference, token.position)
        case .scopedIntrinsic(let scope, let name):
            guard let intrinsic = TraceIntrinsic.scoped(scope, name) else {
                throw unsupportedWord("\(scope):\(name)", token)
            }
            advance()
            return .intrinsic(intrinsic, token.position)
        case .identifier(let word):
            guard let intrinsic = TraceIntrinsic(rawValue: word) else { throw unsupportedWord(word, token) }
            advance()
            return .intrinsic(intrinsic, token.position)
        default:
            throw unexpected("a value, an attribute or '('")
        }
    }

    /// A literal, if one stands here.
    mutating func literal() -> Literal? {
        let literal: Literal? =
            switch current.kind {
            case .string(let text): .string(text)
            case .integer(let number): .integer(number)
            case .number(let number): .number(number)
            case .duration(let nanoseconds): .duration(nanoseconds)
            case .identifier(let word): Literal.word(word)
            default: nil
            }
        if literal != nil { advance() }
        return literal
    }

    private func unsupportedWord(_ word: String, _ token: Token) -> TraceQLError {
        if token.kind != .identifier(word) {
            return TraceQLError(.unsupported, "the intrinsic '\(word)' is not supported", at: token.position)
        }
        return TraceQLError(
            .syntax, "'\(word)' is neither a value nor an intrinsic", at: token.position,
            hint: "attributes start with a dot or a scope: .\(word), span.\(word), resource.\(word); text is in quotes")
    }
}
