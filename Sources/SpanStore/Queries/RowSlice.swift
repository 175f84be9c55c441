/// The selected rows of one group with the query-wide number of the group each falls into.
struct RowSlice {
    let scan: GroupScan
    let rows: [UInt16]
    /// Parallel to `rows`.
    let groups: [UInt32]
    /// How many groups the query has so far.
    let groupCount: Int
    /// By row of the table; nil where every row counts once.
    let weights: [Float]?
}
