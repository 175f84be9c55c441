/// Spans of one trace that belong together.
struct Spanset {
    /// Rows in ascending order of start.
    var rows: [Int]
    /// The values that `by()` split it by.
    var groups: [FieldValue] = []
}
