import SpanSources

/// One group of rows with both sides of a comparison.
struct ComparedGroup: Sendable {
    let group: RowGroup
    let selection: Bitmap
    let baseline: Bitmap
    let selectionRows: Int
    let baselineRows: Int

    init(
        _ group: RowGroup, _ scan: GroupScan, _ request: Comparison, _ predicates: inout PredicateEvaluator
    ) throws(SpanSourceError) {
        self.group = group
        selection = try predicates.rows(scan, range: request.selection.range, request.selection.filter)
        var baseline = try predicates.rows(scan, range: request.baseline.range, request.baseline.filter)
        baseline.subtract(selection)
        self.baseline = baseline
        selectionRows = selection.population
        baselineRows = baseline.population
    }

    /// How many rows of each side have each code.
    ///
    /// Where the sides are the whole group, only the smaller one is gone through; the rest is what is left of the
    /// column's own counts.
    func counts(_ data: ColumnData) -> (selection: [UInt32], baseline: [UInt32]) {
        guard let coded = data.coded else { return ([], []) }
        if selectionRows + baselineRows == group.rowCount {
            let total = data.counts()
            if selectionRows <= baselineRows {
                let selected = selectionRows == 0 ? Self.zeros(total.count) : coded.counts(in: selection)
                return (selected, Self.difference(total, selected))
            }
            let others = baselineRows == 0 ? Self.zeros(total.count) : coded.counts(in: baseline)
            return (Self.difference(total, others), others)
        }
        return (coded.counts(in: selection), coded.counts(in: baseline))
    }

    private static func zeros(_ count: Int) -> [UInt32] { [UInt32](repeating: 0, count: count) }

    private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var difference = left
        difference.withUnsafeMutableBufferPointer { difference in
            for index in 0..<right.count { difference[index] &-= right[index] }
        }
        return difference
    }
}
