/// Columns of text, aligned for a terminal.
struct TextTable {
    private var rows: [[String]]

    init(headers: [String]) { rows = [headers] }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// The rows, each ended by a line break; the last column is not padded.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }.joined() + "\n"
        }.joined()
    }
}
