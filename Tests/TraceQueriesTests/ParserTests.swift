import SpanSources
import Telemetry
import Testing

@testable import TraceQueries

struct ParserTests {
    @Test(arguments: [
        "{}", "{ }", "{ true }", "{ .a = 1 }", "{ status = error && kind = server }", "{ .a = `x` || .b != nil }",
        "{ duration > 1s } | count() > 2", "{ .a } | avg(duration) > 1s | coalesce()",
        "{ .a = 1 } >> { .b = 2 }", "{ } > { } < { } ~ { } << { }", "{ } !> { } !>> { } !< { } !<< { } !~ { }",
        "{ } &> { } &>> { } &< { } &<< { } &~ { }", "({ .a = 1 } || { .b = 2 }) && { .c = 3 }",
        "({ .a = 1 } | count() > 1) && ({ .b = 1 } | count() > 2)", "{ .a } | by(.b) | count() > 2 | select(.c, name)",
        "{ .a } | max(duration) - min(duration) > 1s * 2", "{ -.a < -1 }", "{ !(.a = 1) }", "{ .a + 2 * .b ^ 2 > 3 }",
        "{ span:duration > 1s && trace:rootName = \"x\" && event:name = \"exception\" }",
        "{ parent = nil }", "{ .a } | rate()", "{} | rate() by(resource.service.name)",
        "{} | count_over_time() by (name, .a)", "{} | quantile_over_time(duration, .5, .99) by(name)",
        "{} | histogram_over_time(duration)", "{} | sum_over_time(span.bytes) | topk(3)", "{} | rate() | bottomk(2)",
        "{} | rate() > 5", "{} | compare({ status = error })", "{} | compare({ status = error }, 20)",
        "{} | compare({ status = error }, 20, 1, 2)", "{} | rate() with(exemplars=true)", "{} with(most_recent=true)",
        "({} | rate()) > 1 / 2", "{} | rate() >= 100 * (3 - 1) | topk(2)",
        "{ } | max_over_time(duration) < 10s", "{ name != nil }", "{} | quantile_over_time(duration, 0, 0.9, 1)",
        "{} | rate() with(sample=0.1)", "{} | rate() with(extrapolate=true)",
        "{} | { .a = 1 } | count() = 1", "{ .a =~ `x.*` && .b !~ \"y\" }", "count() > 2", "{ 500 <= .a }",
        "{ nestedSetLeft > 1 && nestedSetRight < 9 && nestedSetParent < 0 }", "{ .a != minInt && .a < maxInt }",
        "({ } | rate()) / ({ } | rate())", "100 * ({ .a = 1 } | rate()) / ({ } | rate()) > 5",
        "(({ } | rate()) + ({ } | count_over_time()) | topk(5) > 10) * (-2.5)", "({ } | rate()) / (1024 * 1024)",
        "({ .a } && { .b } | rate() by(name)) / ({ } | rate())", "(({ .a } || { .b }) | rate()) - 5 | bottomk(2)",
        "({ } | rate() by(name, .a)) / ({ } | rate() by(.a, name)) with(exemplars=true)", "({ } | rate()) | topk(1)",
        "{ .a } && { .b } | by(.a) | compare({ childCount > 1 && .c = 2 }, 5, 1, 2)",
        "{ rootServiceName = `a` && traceDuration > 1s && childCount = 0 }", "{ statusMessage =~ `.*x` }",
    ])
    func `valid TraceQL parses`(text: String) throws {
        _ = try TraceQL.parse(text)
    }

    @Test func `an unknown function is named, beside those there are`() {
        let error = #expect(throws: TraceQLError.self) { _ = try TraceQL.parse("{ } | frobnicate()") }
        #expect(error?.message == "there is no function 'frobnicate'")
        #expect(error?.hint?.contains("quantile_over_time") == true && error?.hint?.contains("coalesce") == true)
    }

    @Test(arguments: [
        ("", TraceQLError.Code.syntax, 1), ("{ .a = }", .syntax, 8), ("{ .a = 1", .syntax, 9),
        ("{ .a = 1 } }", .syntax, 12),
        ("{ foo = 1 }", .syntax, 3), ("{ 5 }", .invalid, 3), ("{ duration = \"x\" }", .invalid, 12),
        ("{ status > error }", .invalid, 10), ("{ .a =~ 5 }", .invalid, 9), ("{ .a =~ `(` }", .invalid, 9),
        ("{ name + 1 = 2 }", .invalid, 8), ("{ .a && 5 }", .invalid, 6), ("{ } | count() > `x`", .invalid, 17),
        ("{ } | avg(name) > 1", .invalid, 11), ("{ } | count(.a) > 1", .invalid, 7), ("{ } | avg() > 1", .invalid, 7),
        ("{ } | by(1)", .invalid, 10), ("{ } | rate() by(`a`)", .invalid, 17), ("{ } | max(1h + 2h) > 1", .invalid, 14),
        ("{ status = nil }", .invalid, 10), ("{ nil = resource.service.name }", .invalid, 7),
        ("{ } | frobnicate()", .syntax, 7), ("{ nestedSetTop > 1 }", .syntax, 3),
        ("{ } | quantile_over_time(duration)", .syntax, 7), ("{ } | quantile_over_time(duration, 99)", .invalid, 36),
        ("{ } | compare({}) | topk(2)", .invalid, 7), ("{ } | rate() with(fast=true)", .unsupported, 19),
        ("{ } | rate() with(extrapolate=false)", .unsupported, 19),
        ("{ } | compare({}, 5000)", .invalid, 23), ("{ } | compare({}, 5, 2, 1)", .invalid, 26),
        ("{ } | compare({}, 5, 2)", .syntax, 23), ("{ } | rate() / ({ } | rate())", .syntax, 1),
        ("{ } | rate() + 1", .syntax, 14),
        ("({ } | rate()) ^ 2", .unsupported, 16), ("({ } | rate()) * 10s", .invalid, 18),
        ("({ } | rate()) / { }", .syntax, 18), ("({ } | compare({})) * 2", .invalid, 8),
        ("({ } | rate() by(name)) / ({ } | rate() by(.a))", .invalid, 25), ("-({ } | rate())", .unsupported, 1),
        ("({ } | rate()) / (2 > 1)", .invalid, 21), ("({ } | rate()) * (1 / 0)", .invalid, 21),
        ("({ } | rate()", .syntax, 14), ("({ name > 5 } | rate()) * 2", .invalid, 9),
        ("{ span:foo = 1 }", .unsupported, 3), ("{ .a = 1 } >", .syntax, 13), ("{ .a } | topk(3)", .syntax, 10),
    ])
    func `what is wrong is named with its place`(text: String, code: TraceQLError.Code, column: Int) {
        let error = #expect(throws: TraceQLError.self) { _ = try TraceQL.parse(text) }
        #expect(error?.code == code, "\(text): \(error.map(String.init(describing:)) ?? "")")
        #expect(error?.position?.column == column, "\(text): \(error.map(String.init(describing:)) ?? "")")
    }

    @Test(arguments: [
        ("{ " + String(repeating: "(", count: 50_000) + ".a" + String(repeating: ")", count: 50_000) + " }", 1002),
        (String(repeating: "(", count: 300) + "{ } | rate()" + String(repeating: ")", count: 300), 65),
        ("{ " + String(repeating: "!", count: 400) + ".a }", 67),
        ("{ .a" + String(repeating: " ^ 2", count: 200) + " = 1 }", 262),
        ("{ .a = 1" + String(repeating: " || .a = 1", count: 20_000) + " }", 2500),
        (String(repeating: "{ } > ", count: 20_000) + "{ }", 2001),
    ])
    func `a query that would run out of stack is refused at its first word too many`(text: String, column: Int) {
        let error = #expect(throws: TraceQLError.self) { _ = try TraceQL.parse(text) }
        #expect(error?.code == .invalid)
        #expect(error?.position?.column == column)
        #expect(throws: TraceQLError.self) { _ = try TraceQL.predicate(text) }
    }

    @Test func `a query at the bounds runs`() throws {
        let nested = String(repeating: "(", count: 64) + ".a = 1" + String(repeating: ")", count: 64)
        let alternatives = Array(repeating: ".a = 1", count: 249).joined(separator: " || ")
        #expect(try TraceQL.predicate("{ \(nested) }") == .compare(.anyScope("a"), .equal, .integer(1)))
        #expect(try TraceQL.predicate("{ \(alternatives) }") != .all)
    }

    @Test func `and and or bind alike, from the left`() throws {
        #expect(
            try TraceQL.predicate(".a = 1 || .b = 2 && .c = 3") == TraceQL.predicate("(.a = 1 || .b = 2) && .c = 3"))
    }

    @Test func `structure binds tighter than and`() throws {
        let query = try TraceQL.parse("{ .a } && { .b } > { .c }")
        guard case .spansets(let spansets) = query.body,
            case .operation(let outer, _, .operation(let inner, _, _, _), _) = spansets.pipeline.first
        else {
            Issue.record("not nested: \(query)")
            return
        }
        #expect(outer.kind == .and)
        #expect(inner.kind == .structural(.child, .plain))
    }

    @Test func `the kind of a query is told before it runs`() throws {
        #expect(try TraceQL.parse("{}").kind == .search)
        #expect(try TraceQL.parse("{} | rate()").kind == .metrics)
        #expect(try TraceQL.parse("{} | compare({ .a = 1 })").kind == .comparison)
        #expect(try TraceQL.parse("2 * ({} | rate())").kind == .metrics)
    }
}
