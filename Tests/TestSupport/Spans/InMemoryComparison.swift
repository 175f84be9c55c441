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
            selectionRows: selected.count, baselineRows: others.count,
            attributes: fields.sorted { $0.description < $1.description }.compactMap {
                attribute($0, selected, others)
            })
    }

    private func attribute(_ field: Field, _ selected: [Int], _ others: [Int]) -> AttributeCounts? {
        let mine = selected.compactMap { rows.value(of: field, $0) }
        let theirs = others.compactMap { rows.value(of: field, $0) }
        guard !mine.isEmpty || !theirs.isEmpty else { return nil }
        let (selection, baseline) = (tally(mine), tally(theirs))
        let values = Set(mine).union(theirs).map {
            AttributeCounts.Value(value: $0, selection: selection[$0] ?? 0, baseline: baseline[$0] ?? 0)
        }
        let sorted = values.sorted {
            ($1.selection, $1.baseline, $0.value.description) < ($0.selection, $0.baseline, $1.value.description)
        }
        return AttributeCounts(
            field: field, selectionRows: mine.count, baselineRows: theirs.count, distinct: values.count,
            values: Array(sorted.prefix(request.valuesPerAttribute)))
    }

    private func tally(_ values: [AttributeValue]) -> [AttributeValue: Int] {
        Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    }
}
