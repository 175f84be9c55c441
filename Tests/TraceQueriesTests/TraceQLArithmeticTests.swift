import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import TraceQueries

struct TraceQLArithmeticTests {
    @Test(arguments: [
        ("({ status = error } | rate()) / ({ name = `op` } | rate())", [["00", "0.2"], ["10", "0.2"]]),
        ("100 * ({ status = error } | rate()) / ({ name = `op` } | rate())", [["00", "20"], ["10", "20"]]),
        (
            "({ name = `op` } | sum_over_time(.size)) - ({ name = `op` } | max_over_time(.size))",
            [["00", "36"], ["10", "126"]]
        ),
        (
            "({ name = `op` } | count_over_time() by(status)) / ({ name = `op` } | count_over_time())",
            [["00", "error", "0.2"], ["00", "unset", "0.8"], ["10", "error", "0.2"], ["10", "unset", "0.8"]]
        ),
        (
            "({ name = `op` } | count_over_time()) / ({ name = `op` } | count_over_time() by(status))",
            [["00", "error", "5"], ["00", "unset", "1.25"], ["10", "error", "5"], ["10", "unset", "1.25"]]
        ),
        // Labels meet by name, in whatever order; a service without errors in a step has no partner.
        (
            "({ status = error } | count_over_time() by(name, resource.service.name)) "
                + "/ ({ } | count_over_time() by(resource.service.name, name))",
            [
                ["00", "op", "a", "0.2"], ["00", "op", "b", "0.2"], ["10", "op", "a", "0.2"], ["10", "op", "b", "0.2"],
            ]
        ),
        ("({ status = error } | rate()) / ({ name = `none` } | rate())", []),
        // Durations: a ratio is plain, a scaled one stays one, numbers that meet them are seconds.
        (
            "({ name = `op` } | max_over_time(duration)) / ({ name = `op` } | min_over_time(duration))",
            [["00", "10"], ["10", "1.81818"]]
        ),
        ("({ name = `op` } | max_over_time(duration)) / 2", [["00", "50.0"], ["10", "100.0"]]),
        ("({ name = `op` } | max_over_time(duration)) - 0.05", [["00", "50.0"], ["10", "150.0"]]),
        ("1 / ({ name = `op` } | max_over_time(duration))", [["00", "10"], ["10", "5"]]),
        (
            "({ name = `op` } | count_over_time()) * ({ name = `op` } | max_over_time(duration))",
            [["00", "1"], ["10", "2"]]
        ),
        ("({ name = `op` } | max_over_time(duration)) * 2 > 0.3", [["10", "400.0"]]),
        ("({ name = `op` } | max_over_time(duration)) > 150ms", [["10", "200.0"]]),
        // Whole numbers stay whole among themselves.
        ("({ name = `op` } | count_over_time()) * (1 / 2 + 7 / 2)", [["00", "30"], ["10", "30"]]),
        ("({ name = `op` } | count_over_time()) * (1.0 / 2)", [["00", "5"], ["10", "5"]]),
        ("2 - ({ name = `op` } | count_over_time()) * 3", [["00", "-28"], ["10", "-28"]]),
        (
            "(({ name = `op` } | count_over_time() by(status)) + 0 | topk(1)) / ({ } | count_over_time())",
            [["00", "unset", "0.4"], ["10", "unset", "0.4"]]
        ),
        (
            "({ name = `op` && childCount = 1 } | rate()) / ({ name = `op` && nestedSetLeft = 1 } | rate())",
            [["00", "1"], ["10", "1"]]
        ),
    ])
    func `series are added, subtracted, multiplied and divided`(text: String, expected: [[String]]) async throws {
        #expect(try await MetricsFixture.rows(text) == expected)
    }

    @Test func `a division by zero leaves no point, and says so`() async throws {
        let answer = try await TraceQL.run(
            "({ name = `op` } | rate()) / (({ name = `op` } | rate()) - 1)", on: MetricsFixture.source,
            range: MetricsFixture.range,
            step: .seconds(10))
        #expect(answer.rows.isEmpty)
        #expect(answer.notes.contains("2 points have no value: divided by zero"))
        #expect(answer.columns.map(\.name) == ["time", "(rate / (rate - 1))"])
        #expect(answer.scannedRows > 0)
    }
}
