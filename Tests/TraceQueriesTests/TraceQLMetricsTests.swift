import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import TraceQueries

struct TraceQLMetricsTests {
    /// Twenty spans of two services, one a second; every fifth fails. Each has a child, so that structure can be asked for.
    private let source = InMemorySpanSource(
        (0..<20).flatMap { index -> [TestSpan] in
            let service = index % 2 == 0 ? "a" : "b"
            return [
                TestSpan(
                    trace: UInt64(index + 1), id: UInt64(index * 2 + 1), start: Double(index) * 1000,
                    duration: Double(index + 1) * 10, service: service, name: "op",
                    status: index % 5 == 0 ? .error : .unset, ["size": .integer(Int64(index))]),
                TestSpan(
                    trace: UInt64(index + 1), id: UInt64(index * 2 + 2), parent: UInt64(index * 2 + 1),
                    start: Double(index) * 1000, duration: 1, service: service, name: "child"),
            ]
        })
    private let range = TimeRange(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 20_000_000_000))

    private func rows(_ text: String) async throws -> [[String]] {
        try await TraceQL.run(text, on: source, range: range, step: .seconds(10)).rows.map { row in
            row.map { String($0.text.replacing("1970-01-01T00:00:", with: "").replacing(".000Z", with: "")) }
        }
    }

    @Test(arguments: [
        ("{ name = `op` } | rate()", [["00", "1"], ["10", "1"]]),
        (
            "{ name = `op` } | count_over_time() by(resource.service.name)",
            [
                ["00", "a", "5"], ["00", "b", "5"], ["10", "a", "5"], ["10", "b", "5"],
            ]
        ),
        ("{ name = `op` } | max_over_time(duration)", [["00", "100.0"], ["10", "200.0"]]),
        ("{ name = `op` } | min_over_time(.size)", [["00", "0"], ["10", "10"]]),
        ("{ name = `op` } | sum_over_time(.size)", [["00", "45"], ["10", "145"]]),
        ("{ name = `op` } | avg_over_time(.size)", [["00", "4.5"], ["10", "14.5"]]),
        (
            "{ name = `op` } | quantile_over_time(duration, .5, .9)",
            [
                ["00", "0.5", "55.0"], ["00", "0.9", "91.0"], ["10", "0.5", "155.0"], ["10", "0.9", "191.0"],
            ]
        ),
        ("{ name = `op` && duration >= 150ms } | histogram_over_time(.size)", [["10", "8", "2"], ["10", "16", "4"]]),
        ("{ name = `op` } | count_over_time() by(status) | topk(1)", [["00", "unset", "8"], ["10", "unset", "8"]]),
        (
            "{ name = `op` } | count_over_time() by(status) | bottomk(1)",
            [["00", "error", "2"], ["10", "error", "2"]]
        ),
        ("{ name = `op` } | sum_over_time(.size) > 100", [["10", "145"]]),
    ])
    func `series are computed from columns`(text: String, expected: [[String]]) async throws {
        #expect(try await rows(text) == expected)
    }

    @Test(arguments: [
        "rate()", "count_over_time() by(resource.service.name)", "max_over_time(duration)", "sum_over_time(.size)",
        "avg_over_time(.size)", "quantile_over_time(duration, .5, .9)", "histogram_over_time(.size)",
    ])
    func `whole traces and columns give the same series`(function: String) async throws {
        let columns = try await rows("{ name = `op` } | \(function)")
        let traces = try await rows("{ name = `op` && childCount = 1 } | \(function)")
        #expect(columns == traces)
    }

    @Test func `structure can be counted over time`() async throws {
        #expect(
            try await rows("{ status = error } > { name = `child` } | count_over_time()") == [
                ["00", "2"], ["10", "2"],
            ])
    }

    @Test func `compare counts values on both sides`() async throws {
        let answer = try await TraceQL.run("{ name = `op` } | compare({ status = error })", on: source, range: range)
        let row = try #require(answer.rows.first { $0[0].text == "status" && $0[1].text == "error" })
        #expect(row.map(\.text) == ["status", "error", "4", "1.0", "0", "0.0"])
    }

    @Test func `compare refuses structure by name and place`() async throws {
        let error = await #expect(throws: TraceQLError.self) {
            _ = try await TraceQL.run("{ childCount > 1 } | compare({ })", on: source, range: range)
        }
        #expect(error?.code == .unsupported)
        #expect(error?.position?.column == 22)
    }

    @Test func `an automatic step gives at most sixty`() {
        #expect(MetricsStep.automatic(for: range) == .seconds(1))
        #expect(MetricsStep.automatic(for: TimeRange(last: .seconds(3600), before: range.end)) == .seconds(60))
        #expect(
            MetricsStep.automatic(for: TimeRange(last: .seconds(86_400 * 365), before: range.end)) == .seconds(604_800))
    }
}
