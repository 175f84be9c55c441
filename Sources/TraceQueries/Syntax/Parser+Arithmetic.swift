extension Parser {
    /// Whether the query is arithmetic between metrics queries: then a metrics function stands in parentheses.
    var isArithmetic: Bool { hasFunction(in: 0..<tokens.count) { $0 > 0 } }

    /// Whether a metrics function stands at such a depth of parentheses between two tokens.
    private func hasFunction(in places: Range<Int>, _ isWanted: (_ depth: Int) -> Bool) -> Bool {
        var (depth, braces) = (0, 0)
        for place in places {
            switch tokens[place].kind {
            case .symbol(.openBrace): braces += 1
            case .symbol(.closeBrace): braces -= 1
            case .symbol(.openParenthesis): depth += 1
            case .symbol(.closeParenthesis): depth -= 1
            case .identifier(let word) where braces == 0 && isWanted(depth) && Self.functions.contains(word):
                if place + 1 < tokens.count, tokens[place + 1].kind == .symbol(.openParenthesis) { return true }
            default: continue
            }
        }
        return false
    }

    /// Arithmetic needs to know where a metrics query begins and ends.
    func refuseBareArithmetic() throws(TraceQLError) {
        guard at(.plus) || at(.minus) || at(.times) || at(.divide) else { return }
        throw bareQuery
    }

    private var bareQuery: TraceQLError {
        TraceQLError(
            .syntax, "a metrics query in arithmetic needs parentheses around it", at: current.position,
            hint: "({ status = error } | rate()) / ({ } | rate())")
    }

    /// Sums of products of metrics queries in parentheses and numbers, then `topk()`, comparisons ...
    mutating func seriesExpression() throws(TraceQLError) -> SeriesExpression {
        let left = try seriesSum()
        if at(.remainder) || at(.power) {
            throw TraceQLError(
                .unsupported, "'\(current.text)' does not work on series", at: current.position, hint: "only + - * /")
        }
        let position = current.position
        let stages = try metricsStages()
        if stages.isEmpty { return left }
        if case .number = left { throw TraceQLError(.invalid, "a number is no series", at: position) }
        return .stages(left, stages)
    }

    /// What series are compared with: a duration, or a number that may be worked out.
    mutating func threshold() throws(TraceQLError) -> Literal {
        let (start, position) = (mark, current.position)
        let isNegative = take(.minus)
        if let literal = literal(), case .duration = literal { return isNegative ? literal.negated : literal }
        mark = start
        guard case .number(let number, _)? = try? seriesSum() else {
            throw TraceQLError(.syntax, "series are compared with a number", at: position)
        }
        return number
    }

    private mutating func seriesSum() throws(TraceQLError) -> SeriesExpression {
        var left = try seriesProduct()
        while at(.plus) || at(.minus) {
            left = try operation(left) { parser throws(TraceQLError) in try parser.seriesProduct() }
        }
        return left
    }

    private mutating func seriesProduct() throws(TraceQLError) -> SeriesExpression {
        var left = try seriesTerm()
        while at(.times) || at(.divide) {
            left = try operation(left) { parser throws(TraceQLError) in try parser.seriesTerm() }
        }
        return left
    }

    private mutating func operation(
        _ left: SeriesExpression, right: (inout Parser) throws(TraceQLError) -> SeriesExpression
    ) throws(TraceQLError) -> SeriesExpression {
        let operations: [Symbol: FieldExpression.Binary] = [
            .plus: .add, .minus: .subtract, .times: .multiply, .divide: .divide,
        ]
        guard case .symbol(let symbol) = current.kind, let operation = operations[symbol] else { return left }
        let position = current.position
        advance()
        let right = try right(&self)
        guard case .number(let first, let place) = left, case .number(let second, _) = right else {
            return .operation(operation, left, right, position)
        }
        return .number(try Self.folded(operation, first, second, at: position), place)
    }

    private mutating func seriesTerm() throws(TraceQLError) -> SeriesExpression {
        let position = current.position
        if take(.minus) {
            guard case .number(let number, _) = try seriesTerm() else {
                throw TraceQLError(.unsupported, "'-' stands before a number, not before series", at: position)
            }
            return .number(try Self.folded(.subtract, .integer(0), number, at: position), position)
        }
        if let literal = literal() {
            switch literal {
            case .integer, .number: return .number(literal, position)
            default:
                throw TraceQLError(.invalid, "only plain numbers are added to series or multiply them", at: position)
            }
        }
        if at(.openBrace) { throw bareQuery }
        guard at(.openParenthesis) else { throw unexpected("a metrics query in parentheses or a number") }
        let inside = inside
        let isQuery = hasFunction(in: inside) { $0 == 0 }
        advance()
        let term = isQuery ? try metricsQuery() : try seriesExpression()
        try expect(.closeParenthesis)
        return term
    }

    private mutating func metricsQuery() throws(TraceQLError) -> SeriesExpression {
        let pipeline = try pipeline()
        return .query(SpansetQuery(pipeline: pipeline, metrics: try metricsAfterPipe()))
    }

    /// The tokens between the parenthesis at hand and the one that closes it.
    private var inside: Range<Int> {
        var depth = 0
        for place in mark..<tokens.count {
            if tokens[place].kind == .symbol(.openParenthesis) { depth += 1 }
            if tokens[place].kind == .symbol(.closeParenthesis) { depth -= 1 }
            if depth == 0 { return (mark + 1)..<place }
        }
        return (mark + 1)..<tokens.count
    }

    /// Arithmetic on numbers alone, done at once; whole numbers stay whole, as in Tempo.
    private static func folded(
        _ operation: FieldExpression.Binary, _ left: Literal, _ right: Literal, at position: TraceQLError.Position
    ) throws(TraceQLError) -> Literal {
        if case .integer(let left) = left, case .integer(let right) = right {
            let (result, isTooLarge) =
                switch operation {
                case .add: left.addingReportingOverflow(right)
                case .subtract: left.subtractingReportingOverflow(right)
                case .multiply: left.multipliedReportingOverflow(by: right)
                default: left.dividedReportingOverflow(by: right)
                }
            guard !isTooLarge else {
                throw TraceQLError(.invalid, "this division by zero, or this large a number, is none", at: position)
            }
            return .integer(result)
        }
        return .number(Constant.apply(operation, left.number ?? 0, right.number ?? 0))
    }
}
