import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import TraceQueries

struct TraceQLMetricsTests {
    private let range = MetricsFixture.range

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
        #expect(try await MetricsFixture.rows(text) == expected)
    }

    @Test(arguments: [
        "rate()", "count_over_time() by(resource.service.name)", "max_over_time(duration)", "sum_over_time(.size)",
        "avg_over_time(.size)", "quantile_over_time(duration, .5, .9)", "histogram_over_time(.size)",
    ])
    func `whole traces and columns give the same series`(function: String) async throws {
        let columns = try await MetricsFixture.rows("{ name = `op` } | \(function)")
        let traces = try await MetricsFixture.rows("{ name = `op` && childCount = 1 } | \(function)")
        #expect(columns == traces)
    }

    @Test func `structure can be counted over time`() async throws {
        #expect(
            try await MetricsFixture.rows("{ status = error } > { name = `child` } | count_over_time()") == [
                ["00", "2"], ["10", "2"],
            ])
    }

    @Test func `an automatic step gives at most sixty`() {
        #expect(MetricsStep.automatic(for: range) == .seconds(1))
        #expect(MetricsStep.automatic(for: TimeRange(last: .seconds(3600), before: range.end)) == .seconds(60))
        #expect(
            MetricsStep.automatic(for: TimeRange(last: .seconds(86_400 * 365), before: range.end)) == .seconds(604_800))
    }
}
