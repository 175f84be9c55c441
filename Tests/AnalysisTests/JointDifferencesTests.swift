import Analysis
import SpanSources
import Telemetry
import Testing

/// Rows with fields of two values each, counted in memory.
struct JointDifferencesTests {
    private struct Row {
        var values: [Field: AttributeValue]
        var isSelected: Bool
    }

    private static let fields = ["build", "plan", "region", "host"].map { Field.anyScope($0) }

    /// 1,600 rows over all combinations of four fields' two values, 100 each; `share` of those that `fail` are selected.
    private static func rows(where fail: (Set<String>) -> Bool) -> [Row] {
        (0..<1600).map { index in
            let on = Set(fields.indices.filter { index >> $0 & 1 == 1 }.map { fields[$0].description })
            let isSelected = fail(on) ? index / 16 % 10 < 9 : index / 16 % 50 == 0
            let values = fields.map { ($0, AttributeValue.string(on.contains($0.description) ? "on" : "off")) }
            return Row(values: Dictionary(uniqueKeysWithValues: values), isSelected: isSelected)
        }
    }

    private static let comparison = Comparison(
        selection: .init(range: .all, filter: .isError), baseline: .init(range: .all))

    private static func counts(_ rows: [Row]) -> ComparisonCounts {
        let selected = rows.filter(\.isSelected).count
        let attributes = fields.map { field in
            let values = ["on", "off"].map { text in
                let with = rows.filter { $0.values[field] == .string(text) }
                let met = with.filter(\.isSelected).count
                return AttributeCounts.Value(value: .string(text), selection: met, baseline: with.count - met)
            }
            return AttributeCounts(
                field: field, selectionRows: selected, baselineRows: rows.count - selected, distinct: 2, values: values)
        }
        return ComparisonCounts(
            selectionRows: selected, baselineRows: rows.count - selected, attributes: attributes)
    }

    private static func holds(_ predicate: Predicate, _ row: Row) -> Bool {
        switch predicate {
        case .all: true
        case .isError: row.isSelected
        case .compare(let field, _, let value): row.values[field] == value
        case .and(let parts): parts.allSatisfy { holds($0, row) }
        case .not(let part): !holds(part, row)
        default: false
        }
    }

    private static func best(where fail: (Set<String>) -> Bool) async throws -> [AttributeDifference] {
        let rows = rows(where: fail)
        let counts = counts(rows)
        return try await JointDifferences(comparison, counts).joined(ComparisonScoring.rank(counts)) { query in
            let matching = rows.filter { holds(query.filter, $0) }
            return ResultTable(
                columns: query.aggregates.map { aggregate in
                    var count = matching.count
                    if case .countWhere(let condition, _) = aggregate {
                        count = matching.filter { holds(condition, $0) }.count
                    }
                    return ResultColumn(name: aggregate.column, values: .integers([Int64(count)]))
                }, scannedRows: rows.count, matchedRows: matching.count)
        }
    }

    @Test func `conditions that fail only together come first, together`() async throws {
        let pair = try await Self.best { $0.contains("build") && $0.contains("plan") }
        #expect(pair.first?.conditionText == "build = on and plan = on")
        let triple = try await Self.best { $0.isSuperset(of: ["build", "plan", "region"]) }
        #expect(triple.first.map { Set($0.conditions.map(\.field)) } == Set(Self.fields.prefix(3)))
        #expect(triple.first?.selectionMatches == 180 && triple.first?.baselineMatches == 20)
    }

    @Test func `a condition that suffices alone is not joined with another`() async throws {
        let single = try await Self.best { $0.contains("region") }
        #expect(single.map(\.conditionText) == ["region = on"])
    }
}
