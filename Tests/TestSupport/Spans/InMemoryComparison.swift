import SpanSources
import Telemetry

/// Counts values on both sides of a comparison, one row at a time.
struct InMemoryComparison {
    let rows: InMemoryRows
    let request: Comparison

    func counts() -> ComparisonCounts {
        let selected = rows.matching(request.selection.filter, request.selection.range)
        let isSelected = Set(selected)
        let others = rows.matching(request.baseline.filter, request.baseline.range).filter { !isSelected.contains($0) }
        let columns = rows.dataset == .spans ? rows.batch.spans.attributes : rows.batch.events.attributes
        var fields = Set(columns.map { Field.attribute($0.name) })
        fields.formUnion([.intrinsic(.name), .intrinsic(.service), .intrinsic(.kind), .intrinsic(.status)])
        return ComparisonCounts(
            selection: size(selected), baseline: size(others),
            attributes: fields.sorted { $0.description < $1.description }.compactMap {
                attribute($0, selected, others)
            })
    }

    private func size(_ side: [Int]) -> ComparisonCounts.Size {
        side.reduce(into: .init()) { $0.add(rows.weight($1)) }
    }

    private func attribute(_ field: Field, _ selected: [Int], _ others: [Int]) -> AttributeCounts? {
        let (selection, baseline) = (tally(field, selected), tally(field, others))
        guard !selection.isEmpty || !baseline.isEmpty else { return nil }
        let values = Set(selection.keys).union(baseline.keys).map {
            AttributeCounts.Value(
                value: $0, selection: Int((selection[$0] ?? 0).rounded()),
                baseline: Int((baseline[$0] ?? 0).rounded()))
        }
        let sorted = values.sorted {
            ($1.selection, $1.baseline, $0.value.description) < ($0.selection, $0.baseline, $1.value.description)
        }
        return AttributeCounts(
            field: field, selectionRows: values.reduce(0) { $0 + $1.selection },
            baselineRows: values.reduce(0) { $0 + $1.baseline }, distinct: values.count,
            values: Array(sorted.prefix(request.valuesPerAttribute)))
    }

    /// Adjusted counts by value.
    private func tally(_ field: Field, _ side: [Int]) -> [AttributeValue: Double] {
        side.reduce(into: [:]) { tally, row in
            if let value = rows.value(of: field, row) { tally[value, default: 0] += rows.weight(row) }
        }
    }
}
