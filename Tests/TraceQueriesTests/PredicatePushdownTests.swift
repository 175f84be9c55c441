import SpanSources
import Telemetry
import Testing

@testable import TraceQueries

struct PredicatePushdownTests {
    private let spanA = Field.attribute(.init(.span, "a"))

    @Test(arguments: [
        ("{}", Predicate.all), ("", .all), ("status = error", .isError),
        ("{ resource.service.name = `cart` }", .service("cart")),
        ("{ .service.name = `cart` }", .service("cart")),
        ("{ duration > 1s * 2 }", .compare(.intrinsic(.duration), .greater, .integer(2_000_000_000))),
        ("{ 1s < duration }", .compare(.intrinsic(.duration), .greater, .integer(1_000_000_000))),
        ("{ .x = nil }", .not(.exists(.anyScope("x")))), ("{ .x != nil }", .exists(.anyScope("x"))),
        ("{ .x =~ `a|b` }", .matches(.anyScope("x"), pattern: "^(?:a|b)$")),
        ("{ parent = nil }", .compare(.intrinsic(.parentID), .equal, .string(""))),
        ("{ parent.a = 1 }", .hasRelative(.parent, .compare(.anyScope("a"), .equal, .integer(1)))),
        ("{ parent.span.a = nil }", .not(.hasRelative(.parent, .exists(.attribute(.init(.span, "a")))))),
        ("{ kind = server }", .compare(.intrinsic(.kind), .equal, .string("server"))),
        ("{ .x }", .compare(.anyScope("x"), .equal, .boolean(true))),
        ("{ .x = -1.5 }", .compare(.anyScope("x"), .equal, .double(-1.5))),
    ])
    func `a filter on columns becomes a predicate`(text: String, predicate: Predicate) throws {
        #expect(try TraceQL.predicate(text) == predicate)
    }

    @Test(arguments: ["{ .a > .b }", "{ childCount > 2 }", "{ event.x = 1 }", "{ .a + 1 > 2 }"])
    func `a filter on the whole trace is refused where rows are asked for`(text: String) {
        let error = #expect(throws: TraceQLError.self) { _ = try TraceQL.predicate(text) }
        #expect(error?.code == .unsupported)
        #expect(error?.position != nil)
    }

    @Test func `the superset keeps what columns can tell`() throws {
        let filter = try Parser.filter("{ span.a = 1 && childCount > 2 && span.b > span.a }")
        #expect(
            PredicatePushdown.superset(filter)
                == .and([
                    .compare(spanA, .equal, .integer(1)),
                    .and([.exists(.attribute(.init(.span, "b"))), .exists(spanA)]),
                ]))
    }

    @Test func `the superset of an alternative is everything where one side is`() throws {
        #expect(try PredicatePushdown.superset(Parser.filter("{ span.a = 1 || childCount > 2 }")) == .all)
    }
}
