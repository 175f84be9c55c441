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
        ("{ nestedSetParent < 0 }", .compare(.intrinsic(.parentID), .equal, .string(""))),
        ("{ nestedSetParent = -1 }", .compare(.intrinsic(.parentID), .equal, .string(""))),
        ("{ 0 <= nestedSetParent }", .compare(.intrinsic(.parentID), .notEqual, .string(""))),
        ("{ status = error } !< { status = error }", .and([.isError, .not(.hasRelative(.child, .isError))])),
        (
            "{ .x = 1 } && { }",
            .and([
                .or([.compare(.anyScope("x"), .equal, .integer(1)), .all]),
                .hasRelative(.traceMate, .compare(.anyScope("x"), .equal, .integer(1))),
            ])
        ),
    ])
    func `a filter on columns becomes a predicate`(text: String, predicate: Predicate) throws {
        #expect(try TraceQL.predicate(text) == predicate)
    }

    @Test(arguments: [
        ("{ .a > .b }", 3), ("{ childCount > 2 }", 3), ("{ event.x = 1 }", 3), ("{ .a + 1 > 2 }", 6),
        ("{ .a = 1 && childCount > 2 }", 13), ("{ .a = 1 } > { .b && !(.c = event.d) }", 24),
        ("{ nestedSetParent = 0 }", 3), ("{ nestedSetParent > 3 }", 3), ("{ nestedSetLeft < 0 }", 3),
        ("{ } | count() > 2", 5), ("{ .a } >> { .b } | rate()", 18),
    ])
    func `what takes the whole trace is refused where rows are asked for, by its place`(text: String, column: Int) {
        let error = #expect(throws: TraceQLError.self) { _ = try TraceQL.predicate(text) }
        #expect(error?.code == .unsupported)
        #expect(error?.position?.column == column, "\(text): \(error.map(String.init(describing:)) ?? "")")
    }

    private func filter(_ text: String) throws -> FieldExpression? {
        guard case .filter(let filter) = try Parser.filter(text) else { return nil }
        return filter
    }

    @Test func `the superset keeps what columns can tell`() throws {
        let filter = try filter("{ span.a = 1 && childCount > 2 && span.b > span.a }")
        #expect(
            PredicatePushdown.superset(filter)
                == .and([
                    .compare(spanA, .equal, .integer(1)),
                    .and([.exists(.attribute(.init(.span, "b"))), .exists(spanA)]),
                ]))
    }

    @Test func `the superset of an alternative is everything where one side is`() throws {
        #expect(try PredicatePushdown.superset(filter("{ span.a = 1 || childCount > 2 }")) == .all)
    }
}
