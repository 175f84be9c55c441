/// Reads tokens into a query, by recursive descent.
///
/// Binding, weakest first, as in Tempo: `&&` and `||` alike and from the left; comparisons and structural operators;
/// `+ -`; `* / %`; unary `- !`; `^`.
struct Parser {
    let tokens: [Token]
    private var index = 0

    init(_ text: String) throws(TraceQLError) {
        tokens = try Lexer.tokens(of: text)
        try TokenBounds.check(tokens)
    }

    /// A whole query.
    ///
    /// - Throws: `TraceQLError` with code `syntax` or `unsupported`.
    static func query(_ text: String) throws(TraceQLError) -> TraceQLQuery {
        var parser = try Parser(text)
        let body: TraceQLQuery.Body
        if parser.isArithmetic {
            body = .arithmetic(try parser.seriesExpression())
        } else {
            let pipeline = try parser.pipeline()
            let metrics = try parser.metricsAfterPipe()
            if metrics != nil { try parser.refuseBareArithmetic() }
            body = .spansets(SpansetQuery(pipeline: pipeline, metrics: metrics))
        }
        try parser.hints()
        try parser.expectEnd()
        return TraceQLQuery(body: body)
    }

    /// Spansets, or one filter without its braces.
    static func filter(_ text: String) throws(TraceQLError) -> SpansetExpression {
        var parser = try Parser(text)
        if parser.current.kind == .end { return .filter(nil) }
        let isSpansets = parser.startsWithBrace
        let expression = isSpansets ? try parser.spansetExpression() : .filter(try parser.fieldExpression())
        if parser.at(.pipe) || (!isSpansets && parser.isAtStructure) {
            throw TraceQLError(
                .unsupported, "only spanset filters and operators between them can stand here",
                at: parser.current.position, hint: "run a whole TraceQL query with whyd query")
        }
        try parser.expectEnd()
        return expression
    }

    /// Whether the first token that is no parenthesis opens a spanset filter.
    private var startsWithBrace: Bool {
        tokens.first { $0.kind != .symbol(.openParenthesis) }?.kind == .symbol(.openBrace)
    }

    // MARK: Tokens

    var current: Token { tokens[index] }

    func at(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

    /// The word at hand; nil for anything else.
    var word: String? { if case .identifier(let word) = current.kind { word } else { nil } }

    private var isAtStructure: Bool {
        if case .symbol(let symbol) = current.kind { SpansetOperator(symbol) != nil } else { false }
    }

    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    mutating func take(_ symbol: Symbol) -> Bool {
        guard at(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol) throws(TraceQLError) {
        guard take(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
    }

    func expectEnd() throws(TraceQLError) {
        guard current.kind == .end else { throw unexpected("the end of the query") }
    }

    func unexpected(_ expected: String) -> TraceQLError {
        let found = current.kind == .end ? "the query ends" : "found '\(current.text.prefix(40))'"
        return TraceQLError(.syntax, "expected \(expected), \(found)", at: current.position)
    }

    /// Where the parser stands, to come back to.
    var mark: Int {
        get { index }
        set { index = newValue }
    }
}
