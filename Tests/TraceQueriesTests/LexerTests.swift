import Testing

@testable import TraceQueries

struct LexerTests {
    private func kinds(_ text: String) throws -> [Token.Kind] { try Lexer.tokens(of: text).map(\.kind).dropLast() }

    @Test func `an attribute ends where an operator or space begins`() throws {
        #expect(
            try kinds("{ .http.status-code>=500 }") == [
                .symbol(.openBrace), .attribute(.init(.any, "http.status-code")), .symbol(.greaterOrEqual),
                .integer(500),
                .symbol(.closeBrace),
            ])
    }

    @Test(arguments: [
        ("span.foo", AttributeReference(.span, "foo")),
        ("resource.service.name", AttributeReference(.resource, "service.name")),
        ("parent.foo", AttributeReference(.any, "foo", ofParent: true)),
        ("parent.span.foo", AttributeReference(.span, "foo", ofParent: true)),
        ("parent.resource.a.b", AttributeReference(.resource, "a.b", ofParent: true)),
        ("event.exception.type", AttributeReference(.event, "exception.type")),
        ("instrumentation.lib", AttributeReference(.instrumentation, "lib")),
        (".\"with space\".x", AttributeReference(.any, "with space.x")),
        ("span.a/b", AttributeReference(.span, "a/b")),
    ])
    func `an attribute has a scope and a key`(text: String, reference: AttributeReference) throws {
        #expect(try kinds(text) == [.attribute(reference)])
    }

    @Test(arguments: [
        ("1", Token.Kind.integer(1)), ("1.5", .number(1.5)), (".99", .number(0.99)), ("100ms", .duration(100_000_000)),
        ("1.5s", .duration(1_500_000_000)), ("1h30m", .duration(5_400_000_000_000)), ("2us", .duration(2000)),
        ("\"a\\\"b\\\\\"", .string("a\"b\\")), ("`a\\d`", .string("a\\d")),
    ])
    func `literals are read by their form`(text: String, kind: Token.Kind) throws {
        #expect(try kinds(text) == [kind])
    }

    @Test(arguments: Symbol.allCases)
    func `every symbol is read whole`(symbol: Symbol) throws {
        #expect(try kinds("\(symbol.rawValue) 1") == [.symbol(symbol), .integer(1)])
    }

    @Test func `a place is counted in lines and columns, and in bytes`() throws {
        let token = try Lexer.tokens(of: "{ .ä = 1 &&\n  .b }")[5]
        #expect(token.position == .init(offset: 15, line: 2, column: 3))
    }

    @Test(arguments: [
        ("{ .a = \"x }", 8), ("{ # }", 3), ("{ .a = 5q }", 8), ("{ . }", 4), ("\"\\d\"", 1),
    ])
    func `what is no word says where`(text: String, column: Int) {
        let error = #expect(throws: TraceQLError.self) { try Lexer.tokens(of: text) }
        #expect(error?.code == .syntax)
        #expect(error?.position?.column == column)
    }
}
