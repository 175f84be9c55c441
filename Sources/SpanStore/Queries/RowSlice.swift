/// The selected rows of one group with the query-wide number of the group each falls into.
struct RowSlice: Sendable {
    let scan: GroupScan
    /// Ascending.
    let rows: [UInt16]
    /// Parallel to `rows`.
    let groups: [UInt32]
    /// How many groups the query has so far.
    let groupCount: Int
    /// By row of the table; nil where every row counts once.
    let weights: [Float]?

    /// Whether every row of the table is selected, so that a row's position is its number.
    var isWhole: Bool { rows.count == scan.group.rowCount }

    /// Calls the body with the position and the number of each selected row; inlined.
    @inline(__always)
    func forEachRow(_ body: (_ position: Int, _ row: Int) -> Void) {
        if isWhole {
            for row in 0..<rows.count { body(row, row) }
        } else {
            rows.withUnsafeBufferPointer { rows in
                for position in 0..<rows.count { body(position, Int(rows[position])) }
            }
        }
    }
}
