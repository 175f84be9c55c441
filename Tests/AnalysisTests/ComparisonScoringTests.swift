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

    @Test func `spans that stand for many count as many, but a test takes them for no more than they are`() {
        func ranked(times factor: Int) -> [AttributeDifference] {
            var (selection, baseline) = (ComparisonCounts.Size(), ComparisonCounts.Size())
            for _ in 0..<100 { selection.add(Double(factor)) }
            for _ in 0..<1000 { baseline.add(Double(factor)) }
            let tier = [("gold", 20, 100), ("free", 80, 900)].map { ($0.0, $0.1 * factor, $0.2 * factor) }
            let ids = (0..<1100).map { ("id \($0)", $0 < 100 ? factor : 0, $0 < 100 ? 0 : factor) }
            return ComparisonScoring.rank(
                ComparisonCounts(
                    selection: selection, baseline: baseline,
                    attributes: [counts("tier", tier), counts("request.id", ids)]))
        }
        let (plain, sampled) = (ranked(times: 1), ranked(times: 64))
        #expect(plain.map(\.conditionText) == ["tier = gold"])
        #expect(sampled.map(\.conditionText) == plain.map(\.conditionText))
        #expect(sampled.map(\.score) == plain.map(\.score))
        #expect(sampled.map(\.adjustedProbability) == plain.map(\.adjustedProbability))
        #expect(sampled.map(\.selectionMatches) == [20 * 64])
    }

    @Test func `unequal adjusted counts tell less than as many equal ones`() {
        var size = ComparisonCounts.Size(rows: 10)
        #expect(size.effectiveRows == 10 && size.effectiveShare == 1)
        size.add(10)
        #expect(size.weight == 20)
        #expect(abs(size.effectiveRows - 400.0 / 110) < 1e-12)
    }
}
