import SpanSources

/// One group of rows with both sides of a comparison.
struct ComparedGroup: Sendable {
    let group: RowGroup
    let selection: Bitmap
    let baseline: Bitmap
    let selectionRows: Int
    let baselineRows: Int
    /// Adjusted counts by row; nil where every row counts once.
    let weights: [Float]?

    /// Whether every row of the group is on one of the sides and counts once.
    var isWhole: Bool { weights == nil && selectionRows + baselineRows == group.rowCount }

    /// The segment; nil for a part of the tail.
    var segment: Int64? { if case .segment(let id, _) = group.storage { id } else { nil } }

    /// What the rows of a side stand for.
    func size(of rows: Bitmap) -> ComparisonCounts.Size {
        guard let weights else { return ComparisonCounts.Size(rows: rows.population) }
        var size = ComparisonCounts.Size()
        rows.forEachRow { size.add(Double(weights[$0])) }
        return size
    }

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
        weights = try scan.reading { (scan) throws(SpanStoreError) in try scan.weights() }
    }
}
