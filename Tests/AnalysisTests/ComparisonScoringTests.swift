import Analysis
import SpanSources
import Telemetry
import Testing

struct ComparisonScoringTests {
    private func counts(_ key: String, distinct: Int? = nil, _ values: [(String, Int, Int)]) -> AttributeCounts {
        AttributeCounts(
            field: .anyScope(key), selectionRows: values.map(\.1).reduce(0, +),
            baselineRows: values.map(\.2).reduce(0, +), distinct: distinct ?? values.count,
            values: values.map { .init(value: .string($0.0), selection: $0.1, baseline: $0.2) })
    }

    @Test func `the value that marks the selection comes first and its twin is named beside it`() {
        let ranked = ComparisonScoring.rank(
            ComparisonCounts(
                selectionRows: 100, baselineRows: 1000,
                attributes: [
                    counts("region", [("north", 52, 500), ("south", 48, 500)]),
                    counts("tier", [("gold", 90, 100), ("free", 10, 900)]),
                    counts("plan", [("g", 90, 100), ("f", 10, 900)]),
                    counts("request.id", distinct: 1100, [("x", 1, 0)]),
                ]))
        #expect(ranked.first?.conditionText == "plan = g")
        #expect(ranked.first?.equivalents.first?.field == .anyScope("tier"))
        #expect(ranked.count == 1)
    }
}
