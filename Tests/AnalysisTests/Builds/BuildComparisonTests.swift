import Analysis
import Telemetry
import Testing

struct BuildComparisonTests {
    private let operation = Operation(service: "cart", name: "GET /cart", kind: .server)

    private func measure(count: Double, errors: Double = 0, milliseconds: Double = 20, calls: Double = 1)
        -> OperationMeasure
    {
        OperationMeasure(
            count: count, errors: errors, traces: count / calls,
            latency: LatencyDistribution([
                .init(nanoseconds: milliseconds * 1e6, count: count / 2),
                .init(nanoseconds: milliseconds * 1.5e6, count: count / 2),
            ]))
    }

    private func check(
        _ before: OperationMeasure?, _ after: OperationMeasure?, expecting verdict: OperationChange.Verdict,
        moved: [String] = []
    ) {
        let comparison = BuildComparison(
            before: before.map { [operation: $0] } ?? [:], after: after.map { [operation: $0] } ?? [:])
        #expect(comparison.operations.first?.verdict == verdict && comparison.operations.first?.moved == moved)
    }

    @Test func `each measure is judged by itself`() {
        check(measure(count: 500), measure(count: 500), expecting: .unchanged)
        check(measure(count: 500), measure(count: 500, errors: 40), expecting: .regressed, moved: ["errors"])
        check(measure(count: 500, errors: 40), measure(count: 500), expecting: .improved, moved: ["errors"])
        check(
            measure(count: 500), measure(count: 500, milliseconds: 80), expecting: .regressed, moved: ["latency"])
        check(measure(count: 500), measure(count: 4000, calls: 8), expecting: .regressed, moved: ["fan-out"])
        check(nil, measure(count: 500), expecting: .appeared)
        check(measure(count: 500), nil, expecting: .vanished)
        check(measure(count: 500), measure(count: 5, errors: 5), expecting: .tooFew)
    }

    @Test func `a difference carries its interval, and sameness says what would have been seen`() throws {
        let comparison = BuildComparison(
            before: [operation: measure(count: 1000, errors: 10)], after: [operation: measure(count: 1000, errors: 60)])
        let change = try #require(comparison.operations.first)
        let interval = try #require(change.errorDifference?.interval)
        #expect(interval.contains(0.05) && interval.lowerBound > 0.03 && interval.upperBound < 0.07)
        let rise = try #require(change.smallestErrorRise)
        #expect(rise > 0.01 && rise < 0.02)
    }
}
