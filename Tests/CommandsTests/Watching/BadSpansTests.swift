import Analysis
import SpanSources
import Telemetry
import TestSupport
import Testing
import TraceQueries

@testable import Commands

struct BadSpansTests {
    @Test func `the filter in words and the one in code are about the same spans`() async throws {
        let source = InMemorySpanSource((0..<400).map(Self.span))
        let operation = Operation(service: "cart", name: #"GET "cart" \d"#, kind: .server)
        let (quick, slow) = (Self.measure(errors: 0, milliseconds: 10), Self.measure(errors: 50, milliseconds: 40))
        let worse = BuildComparison(before: [operation: quick], after: [operation: slow]).operations
        #expect(worse.map(\.moved) == [["errors", "latency"]])
        var counts: [Double] = []
        for filter in [BadSpans.predicate(worse), try TraceQL.predicate(BadSpans.spanset(worse))] {
            let table = try await source.run(SpanQuery(range: .all, filter: filter, aggregates: [.count]))
            counts.append(table.number("count", row: 0) ?? -1)
        }
        #expect(counts[0] == counts[1] && counts[0] > 100 && counts[0] < 200, "\(counts)")
    }

    private static func span(_ number: Int) -> TestSpan {
        let code: Int64 = number % 10 == 0 ? 503 : 200
        return TestSpan(
            trace: UInt64(number + 1), id: UInt64(number + 1), duration: Double(number % 40), service: "cart",
            name: number % 2 == 0 ? #"GET "cart" \d"# : "other", status: number % 8 == 0 ? .error : .unset,
            ["http.response.status_code": .integer(code)])
    }

    private static func measure(errors: Double, milliseconds: Double) -> OperationMeasure {
        OperationMeasure(
            count: 200, errors: errors, traces: 200,
            latency: LatencyDistribution([.init(nanoseconds: milliseconds * 1e6, count: 200)]))
    }
}
