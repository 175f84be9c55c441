import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit
import TraceQueries

@testable import Tools

/// Queries that take whole traces, on values a model may not see.
struct MaskedTracesTests {
    /// The requests with a query and a login each, for conditions on whole traces.
    private static let masked = MaskedSpanSource(
        source: InMemorySpanSource(
            (0..<60).flatMap { [MaskedSpanSourceTests.request($0), query($0)] },
            events: (0..<60).map { number in
                TestEvent(
                    trace: UInt64(number + 1), span: UInt64(number + 1),
                    time: ShopSpans.start + Double(number) * 100 + 1, service: "web", name: "login",
                    ["user.id": .string("u-\(number % 3)")])
            }), redactor: Redactor(key: Array("k".utf8)))

    private static func query(_ number: Int) -> TestSpan {
        TestSpan(
            trace: UInt64(number + 1), id: UInt64(number + 1001), parent: UInt64(number + 1),
            start: ShopSpans.start + Double(number) * 100 + 1, duration: 2, service: "db", name: "SELECT",
            kind: .client)
    }

    @Test(arguments: [
        "{ name = `SELECT` } < { .user.id != nil } | by(span.user.id)", "{ childCount = 1 } | by(span.user.id)",
        "{ childCount = 1 } | by(.enduser.id) | count() > 0", "{ childCount = 1 } | select(span.user.id, .enduser.id)",
        "{ event.user.id != nil } | select(event.user.id)", "{ } > { parent.user.id != nil } | by(parent.user.id)",
        "{ childCount = 1 } | rate() by (span.user.id)", "{ childCount = 1 } | compare({ status = error })",
        "{ .user.id != nil } | count_over_time() by (span.user.id)",
    ])
    func `a query on whole traces shows pseudonyms where it groups, selects, counts and compares`(
        _ query: String
    ) async throws {
        let answer = try await TraceQL.run(query, on: Self.masked, range: ShopSpans.window)
        let texts = answer.rows.flatMap { $0.map(\.text) } + answer.notes
        #expect(texts.contains(where: Redactor.isPseudonym) || !query.contains("by(span"), "\(texts.prefix(12))")
        let raw = texts.filter { text in ["u-0", "u-1", "u-2", "7000", "7001", "7002"].contains { text.contains($0) } }
        #expect(raw.isEmpty)
    }

    @Test(arguments: ["avg_over_time", "max_over_time", "min_over_time", "sum_over_time"])
    func `no number is made of values that may not be seen`(_ function: String) async throws {
        for spansets in ["{ name = `GET /` }", "{ childCount = 1 }"] {
            let query = "\(spansets) | \(function)(span.enduser.id)"
            let answer = try await TraceQL.run(query, on: Self.masked, range: ShopSpans.window)
            #expect(answer.rows.isEmpty, "\(query): \(answer.rows)")
        }
    }

    @Test func `a query on whole traces finds the rows of a pseudonym, and its refusal shows no value`() async throws {
        let pseudonym = Self.masked.redactor.pseudonym("user", "u-0")
        let found = try await TraceQL.run(
            "{ childCount = 1 && span.user.id = `\(pseudonym)` }", on: Self.masked, range: ShopSpans.window, limit: 100)
        #expect(found.matchedRows == 20)
        let strange = Redactor(key: Array("other".utf8)).pseudonym("user", "u-0")
        let refusal = await #expect(throws: TraceQLError.self) {
            try await TraceQL.run(
                "{ childCount = 1 && span.user.id = `\(strange)` }", on: Self.masked, range: ShopSpans.window)
        }
        #expect(refusal?.description.contains(strange) == true && refusal?.description.contains("u-") == false)
    }
}
