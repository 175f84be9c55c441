import SpanSources
import Telemetry

/// Rows of both sides of a comparison by value of one field.
struct CountedField {
    private let field: NumberedField
    /// Rows that count once, by number, counted from 1; element 0 is rows without a value.
    private var selection: [Int32]
    private var baseline: [Int32]
    /// Adjusted counts of the other rows; empty where all count once.
    private var selectionWeights: [Double] = []
    private var baselineWeights: [Double] = []

    /// A group's codes of the field.
    enum Codes {
        case packed(PackedCodes)
        case decoded(CodedColumn)
    }

    init(_ field: NumberedField) {
        self.field = field
        selection = [Int32](repeating: 0, count: field.values.count + 1)
        baseline = selection
    }

    /// Counts all groups.
    ///
    /// - Parameter codes: A group's codes; nil where it lacks the field.
    mutating func count(
        _ groups: [ComparedGroup], _ codes: (Int) throws(SpanStoreError) -> Codes?
    ) throws(SpanStoreError) {
        // Of whole groups only the smaller side is gone through; the other is what is left of all rows.
        let whole = groups.filter(\.isWhole)
        let isSelectionSmaller =
            whole.reduce(0) { $0 + $1.selectionRows } <= whole.reduce(0) { $0 + $1.baselineRows }
        var counted = selection
        for (index, group) in groups.enumerated() where group.isWhole {
            guard (isSelectionSmaller ? group.selectionRows : group.baselineRows) > 0 else { continue }
            try codes(index)?
                .add(isSelectionSmaller ? group.selection : group.baseline, field.maps[index], to: &counted)
        }
        let rest = zip(field.totals, counted).map { $0 &- $1 }
        (selection, baseline) = isSelectionSmaller ? (counted, rest) : (rest, counted)
        for (index, group) in groups.enumerated() where !group.isWhole {
            guard let codes = try codes(index) else { continue }
            let map = field.maps[index]
            guard let weights = group.weights else {
                try codes.add(group.selection, map, to: &selection)
                try codes.add(group.baseline, map, to: &baseline)
                continue
            }
            if selectionWeights.isEmpty {
                selectionWeights = [Double](repeating: 0, count: selection.count)
                baselineWeights = selectionWeights
            }
            try codes.add(group.selection, weighing: weights, map, to: &selectionWeights)
            try codes.add(group.baseline, weighing: weights, map, to: &baselineWeights)
        }
    }

    /// The field's counts, most frequent in the selection first, then in the baseline; nil where no row of either side
    /// has the field.
    func counts(_ name: Field, limit: Int) -> AttributeCounts? {
        selectionWeights.isEmpty
            ? counts(name, selection, baseline, limit: limit)
            : counts(
                name, Self.sums(selection, selectionWeights), Self.sums(baseline, baselineWeights), limit: limit)
    }

    /// Rows that count once and adjusted counts together, rounded.
    private static func sums(_ rows: [Int32], _ weights: [Double]) -> [Int] {
        zip(rows, weights).map { Int((Double($0) + $1).rounded()) }
    }

    private func counts<Count: FixedWidthInteger>(
        _ name: Field, _ selection: [Count], _ baseline: [Count], limit: Int
    ) -> AttributeCounts? {
        var (selected, others, distinct) = (0, 0, 0)
        for number in 1..<max(1, selection.count) {
            selected += Int(selection[number])
            others += Int(baseline[number])
            distinct += selection[number] | baseline[number] != 0 ? 1 : 0
        }
        guard distinct > 0 else { return nil }
        let values = field.values
        return AttributeCounts(
            field: name, selectionRows: selected, baselineRows: others, distinct: distinct,
            values: FrequentValues.numbers(selection, baseline, values.ranks, limit: limit).map { number in
                AttributeCounts.Value(
                    value: values.value(number - 1), selection: Int(selection[number]),
                    baseline: Int(baseline[number]))
            },
            histogram: EqualFrequency.histogram(values, selection, baseline))
    }
}

extension CountedField.Codes {
    /// Adds the given rows to counts by value; `map` gives the place of each code.
    fileprivate func add(_ rows: Bitmap, _ map: [UInt32], to counts: inout [Int32]) throws(SpanStoreError) {
        guard valueCount < map.count else { throw ByteReader.damaged }
        switch self {
        case .packed(let codes): codes.add(rows, map, to: &counts)
        case .decoded(let codes): codes.add(rows, map, to: &counts)
        }
    }

    /// Adds the adjusted counts of the given rows.
    fileprivate func add(
        _ rows: Bitmap, weighing weights: [Float], _ map: [UInt32], to sums: inout [Double]
    ) throws(SpanStoreError) {
        guard valueCount < map.count else { throw ByteReader.damaged }
        switch self {
        case .packed(let codes): codes.add(rows, weighing: weights, map, to: &sums)
        case .decoded(let codes): codes.add(rows, weighing: weights, map, to: &sums)
        }
    }

    private var valueCount: Int {
        switch self {
        case .packed(let codes): codes.valueCount
        case .decoded(let codes): codes.valueCount
        }
    }
}
