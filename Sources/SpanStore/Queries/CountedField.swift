import SpanSources
import Telemetry

/// Rows of both sides of a comparison by value of one field.
struct CountedField {
    private let values: FieldValues
    /// By number, counted from 1; element 0 is rows without a value.
    private var selection: [Int32]
    private var baseline: [Int32]

    /// - Parameter data: A group's column, where the group has the field.
    init(
        _ field: NumberedField, _ groups: [ComparedGroup], _ data: (Int) throws(SpanStoreError) -> ColumnData?
    ) throws(SpanStoreError) {
        values = field.values
        let none = [Int32](repeating: 0, count: field.values.count + 1)
        // Of whole groups only the smaller side is gone through; the other is what is left of all rows.
        let whole = groups.filter(\.isWhole)
        let isSelectionSmaller =
            whole.reduce(0) { $0 + $1.selectionRows } <= whole.reduce(0) { $0 + $1.baselineRows }
        var counted = none
        for (index, group) in groups.enumerated() where group.isWhole {
            guard (isSelectionSmaller ? group.selectionRows : group.baselineRows) > 0 else { continue }
            try data(index)?.coded?
                .add(isSelectionSmaller ? group.selection : group.baseline, field.maps[index], to: &counted)
        }
        let rest = zip(field.totals, counted).map { $0 &- $1 }
        (selection, baseline) = isSelectionSmaller ? (counted, rest) : (rest, counted)
        for (index, group) in groups.enumerated() where !group.isWhole {
            guard let coded = try data(index)?.coded else { continue }
            coded.add(group.selection, field.maps[index], to: &selection)
            coded.add(group.baseline, field.maps[index], to: &baseline)
        }
        selection[0] = 0
        baseline[0] = 0
    }

    /// The field's counts, most frequent in the selection first, then in the baseline; nil where no row of either side
    /// has the field.
    func counts(_ field: Field, limit: Int) -> AttributeCounts? {
        var (selected, others, distinct) = (0, 0, 0)
        for number in selection.indices {
            selected += Int(selection[number])
            others += Int(baseline[number])
            distinct += selection[number] | baseline[number] != 0 ? 1 : 0
        }
        guard distinct > 0 else { return nil }
        return AttributeCounts(
            field: field, selectionRows: selected, baselineRows: others, distinct: distinct,
            values: FrequentValues.numbers(selection, baseline, values.ranks, limit: limit).map { number in
                AttributeCounts.Value(
                    value: values.value(number - 1), selection: Int(selection[number]),
                    baseline: Int(baseline[number]))
            },
            histogram: EqualFrequency.histogram(values, selection, baseline))
    }
}
