import Telemetry

/// The attributes of a batch turned from columns to rows, once, for writing.
struct RowAttributes {
    private let columns: [AttributeColumn]
    /// Per row: which column and which position in it, in column order.
    private var cells: [[(column: Int, position: Int)]]

    init(_ columns: [AttributeColumn], rows: Int) {
        self.columns = columns
        cells = Array(repeating: [], count: rows)
        for (index, column) in columns.enumerated() {
            for (position, row) in column.rows.enumerated() { cells[Int(row)].append((index, position)) }
        }
    }

    /// A row's attributes in one scope.
    func values(_ row: Int, _ scope: AttributeScope) -> [(key: String, value: AttributeValue)] {
        cells[row].compactMap { cell in
            let column = columns[cell.column]
            return column.name.scope == scope ? (column.name.key, column.values[cell.position]) : nil
        }
    }

    /// Neighbouring rows of the same resource.
    func runs(services: StringColumn) -> [Range<Int>] {
        split(0..<cells.count) { left, right in
            services.codes[left] == services.codes[right] && same(left, right, .resource)
        }
    }

    /// Neighbouring rows of the same instrumentation scope.
    func scopeRuns(in rows: Range<Int>) -> [Range<Int>] {
        split(rows) { same($0, $1, .instrumentation) }
    }

    private func same(_ left: Int, _ right: Int, _ scope: AttributeScope) -> Bool {
        values(left, scope).elementsEqual(values(right, scope)) { $0.key == $1.key && $0.value == $1.value }
    }

    private func split(_ rows: Range<Int>, _ joined: (Int, Int) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = rows.lowerBound
        for row in rows where row > start && !joined(row - 1, row) {
            runs.append(start..<row)
            start = row
        }
        if start < rows.upperBound { runs.append(start..<rows.upperBound) }
        return runs
    }
}

/// Which event rows belong to which span of the same batch.
struct ChildRows {
    let attributes: RowAttributes
    private var rowsBySpan: [[Int]]

    init(of batch: TelemetryBatch) {
        attributes = RowAttributes(batch.events.attributes, rows: batch.events.count)
        rowsBySpan = Array(repeating: [], count: batch.spans.count)
        var spanRows: [Key: Int] = [:]
        for row in 0..<batch.spans.count {
            spanRows[Key(trace: batch.spans.traceIDs[row], span: batch.spans.spanIDs[row])] = row
        }
        for row in 0..<batch.events.count where batch.events.sources[row] != .log {
            let key = Key(trace: batch.events.traceIDs[row], span: batch.events.spanIDs[row])
            if let span = spanRows[key] { rowsBySpan[span].append(row) }
        }
    }

    func rows(ofSpan row: Int) -> [Int] { rowsBySpan[row] }

    private struct Key: Hashable {
        var trace: TraceID
        var span: SpanID
    }
}
