import SpanSources
import SpanStore
import Telemetry
import Testing

/// One span has an array of a text and a number.
struct ArrayConditionTests {
    static let tags = Field.attribute(AttributeName(.span, "rare.tags"))

    @Test(
        arguments: [
            (Predicate.compare(tags, .equal, .string("a")), 1), (.compare(tags, .equal, .integer(1)), 1),
            (.compare(tags, .equal, .string(#"["a",1]"#)), 1), (.compare(tags, .equal, .string("b")), 0),
            (.compare(tags, .notEqual, .string("a")), 0), (.compare(tags, .notEqual, .string("b")), 1),
            (.compare(tags, .greater, .integer(0)), 1), (.compare(tags, .greater, .integer(1)), 0),
            (.isIn(tags, [.string("b"), .string("a")]), 1), (.isIn(tags, [.string("b")]), 0),
            (.matches(tags, pattern: "^a$"), 1), (.matches(tags, pattern: "^b$"), 0),
            (.not(.matches(tags, pattern: "^a$")), 199),
        ] as [(Predicate, Int64)])
    func `an array meets what one of its elements meets, and differs from what none equals`(
        filter: Predicate, count: Int64
    ) async throws {
        try await StoreQueryTests.check { store in
            let table = try await store.run(SpanQuery(range: .all, filter: filter, aggregates: [.count]))
            #expect(table["count"]?.values == .integers([count]), "\(filter)")
        }
    }
}
