extension Parser {
    /// Spansets through stages, up to a metrics function or the end.
    mutating func pipeline() throws(TraceQLError) -> SpansetPipeline {
        var pipeline = SpansetPipeline(first: .filter(nil), stages: [])
        if let stage = try stageWord() {
            pipeline.stages.append(stage)
        } else if isAtMetrics {
            return pipeline
        } else {
            pipeline.first = try spansetExpression()
        }
        while at(.pipe), !isMetricsNext {
            advance()
            if let stage = try stageWord() {
                pipeline.stages.append(stage)
            } else {
                pipeline.stages.append(.spansets(try spansetExpression()))
            }
        }
        return pipeline
    }

    /// Filters combined by operators.
    mutating func spansetExpression() throws(TraceQLError) -> SpansetExpression {
        var left = try structuralExpression()
        while at(.and) || at(.or) {
            left = try operation(left) { parser throws(TraceQLError) in try parser.structuralExpression() }
        }
        return left
    }

    private mutating func structuralExpression() throws(TraceQLError) -> SpansetExpression {
        var left = try spansetTerm()
        while case .symbol(let symbol) = current.kind, SpansetOperator(symbol) != nil, symbol != .and, symbol != .or {
            left = try operation(left) { parser throws(TraceQLError) in try parser.spansetTerm() }
        }
        return left
    }

    private mutating func operation(
        _ left: SpansetExpression, right: (inout Parser) throws(TraceQLError) -> SpansetExpression
    ) throws(TraceQLError) -> SpansetExpression {
        guard case .symbol(let symbol) = current.kind, let operation = SpansetOperator(symbol) else { return left }
        let position = current.position
        advance()
        return .operation(operation, left, try right(&self), position)
    }

    private mutating func spansetTerm() throws(TraceQLError) -> SpansetExpression {
        if take(.openBrace) {
            if take(.closeBrace) { return .filter(nil) }
            let expression = try fieldExpression()
            try expect(.closeBrace)
            return .filter(expression)
        }
        guard take(.openParenthesis) else { throw unknownFunction ?? unexpected("'{' or '('") }
        let inner = try pipeline()
        if !at(.closeParenthesis) { throw unexpected("')'") }
        advance()
        return inner.stages.isEmpty ? inner.first : .pipeline(inner)
    }

    /// Says of a word before a parenthesis that it is no function; nil elsewhere.
    private var unknownFunction: TraceQLError? {
        var ahead = self
        ahead.advance()
        guard let word, ahead.at(.openParenthesis) else { return nil }
        let stages = ["by", "select", "coalesce"] + Self.aggregates.sorted()
        return TraceQLError(
            .syntax, "there is no function '\(word.prefix(40))'", at: current.position,
            hint: "stages are \(stages.joined(separator: ", ")); "
                + "metrics are \(Self.functions.sorted().joined(separator: ", "))")
    }

    // MARK: Stages

    private static let aggregates = Set(ScalarAggregate.allCases.map(\.rawValue))

    private mutating func stageWord() throws(TraceQLError) -> PipelineStage? {
        switch word {
        case "by":
            return .group(try arguments())
        case "select":
            return .select(try arguments())
        case "coalesce":
            advance()
            try expect(.openParenthesis)
            try expect(.closeParenthesis)
            return .coalesce
        default:
            return isAtScalar ? try scalarFilter() : nil
        }
    }

    /// `name(expression, ...)`.
    mutating func arguments() throws(TraceQLError) -> [FieldExpression] {
        advance()
        try expect(.openParenthesis)
        var expressions = [try fieldExpression()]
        while take(.comma) { expressions.append(try fieldExpression()) }
        try expect(.closeParenthesis)
        return expressions
    }

    private var isAtScalar: Bool {
        if let word { return Self.aggregates.contains(word) }
        switch current.kind {
        case .integer, .number, .duration: return true
        default: return false
        }
    }

    private mutating func scalarFilter() throws(TraceQLError) -> PipelineStage {
        let left = try scalarExpression()
        guard let comparison = comparison() else { throw unexpected("a comparison such as > 2") }
        return .scalarFilter(left, comparison, try scalarExpression())
    }

    private mutating func scalarExpression() throws(TraceQLError) -> ScalarExpression {
        var left = try scalarProduct()
        while at(.plus) || at(.minus) {
            let operation: FieldExpression.Binary = at(.plus) ? .add : .subtract
            advance()
            left = .binary(operation, left, try scalarProduct())
        }
        return left
    }

    private mutating func scalarProduct() throws(TraceQLError) -> ScalarExpression {
        let operations: [Symbol: FieldExpression.Binary] = [
            .times: .multiply, .divide: .divide, .remainder: .remainder,
        ]
        var left = try scalarTerm()
        while case .symbol(let symbol) = current.kind, let operation = operations[symbol] {
            advance()
            left = .binary(operation, left, try scalarTerm())
        }
        return left
    }

    private mutating func scalarTerm() throws(TraceQLError) -> ScalarExpression {
        let position = current.position
        if take(.openParenthesis) {
            let inner = try scalarExpression()
            try expect(.closeParenthesis)
            return inner
        }
        if take(.minus) { return .binary(.subtract, .literal(.integer(0), position), try scalarTerm()) }
        if let word, let aggregate = ScalarAggregate(rawValue: word) {
            advance()
            try expect(.openParenthesis)
            let field = at(.closeParenthesis) ? nil : try fieldExpression()
            try expect(.closeParenthesis)
            return .aggregate(aggregate, field, position)
        }
        guard let literal = literal() else { throw unexpected("an aggregate such as count() or a number") }
        return .literal(literal, position)
    }
}
