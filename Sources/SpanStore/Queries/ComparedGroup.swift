import SpanSources

/// One group of rows with both sides of a comparison.
struct ComparedGroup: Sendable {
    let group: RowGroup
    let selection: Bitmap
    let baseline: Bitmap
    let selectionRows: Int
    let baselineRows: Int

    /// Whether every row of the group is on one of the sides.
    var isWhole: Bool { selectionRows + baselineRows == group.rowCount }

    /// The segment; nil for a part of the tail.
    var segment: Int64? { if case .segment(let id, _) = group.storage { id } else { nil } }

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
}
