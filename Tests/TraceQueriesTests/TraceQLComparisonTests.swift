import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import TraceQueries

struct TraceQLComparisonTests {
    @Test func `compare counts values on both sides`() async throws {
        let answer = try await TraceQL.run(
            "{ name = `op` } | compare({ status = error })", on: MetricsFixture.source, range: MetricsFixture.range)
        let row = try #require(answer.rows.first { $0[0].text == "status" && $0[1].text == "error" })
        #expect(row.map(\.text) == ["status", "error", "4", "1.0", "0", "0.0"])
    }

    @Test(arguments: [
        "{ name = `op` }", "{ name = `op` && childCount = 1 }", "{ name = `op` && nestedSetParent = -1 } | coalesce()",
        "({ name = `op` } && { name = `child` }) | { name = `op` }",
    ])
    func `compare takes any spansets`(spansets: String) async throws {
        for selected in [
            "status = error", "status = error && nestedSetParent < 0", "status = error && nestedSetLeft = 1",
        ] {
            let answer = try await TraceQL.run(
                "\(spansets) | compare({ \(selected) })", on: MetricsFixture.source, range: MetricsFixture.range)
            let status = try #require(answer.rows.first { $0[0].text == "status" && $0[1].text == "error" })
            #expect(status.map(\.text) == ["status", "error", "4", "1.0", "0", "0.0"], "\(spansets) \(selected)")
            let size = try #require(answer.rows.first { $0[0].text == "span.size" && $0[1].text == "5" })
            #expect(size.map(\.text) == ["span.size", "5", "1", "0.25", "0", "0.0"], "\(spansets) \(selected)")
        }
    }

    @Test(arguments: ["{ name = `op` }", "{ name = `op` && childCount = 1 }"])
    func `compare keeps the selection inside its window and the values to the most frequent`(
        spansets: String
    ) async throws {
        let answer = try await TraceQL.run(
            "\(spansets) | compare({ }, 2, 0, 10000000000)", on: MetricsFixture.source, range: MetricsFixture.range)
        let status = answer.rows.filter { $0[0].text == "status" }.map { $0.map(\.text) }
        #expect(
            status == [["status", "error", "2", "0.2", "2", "0.2"], ["status", "unset", "8", "0.8", "8", "0.8"]])
        // Two of the selection's ten and two of the baseline's ten.
        #expect(answer.rows.count { $0[0].text == "span.size" } == 4)
        #expect(answer.notes.contains("of these only the 2 most frequent values on a side: span.size"))
    }
}
