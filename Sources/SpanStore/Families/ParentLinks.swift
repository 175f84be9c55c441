import Telemetry

/// Where in its own group each span's parent stands.
struct ParentLinks: Sendable {
    /// The parent's row, or `nowhere`: a root, or a span whose parent stands elsewhere.
    let rows: [UInt16]
    /// Spans whose parent is not in the group, ascending by row.
    let strangers: [Stranger]

    /// Greater than every row number.
    static let nowhere = UInt16.max

    /// A span that names a parent which is not in its group.
    struct Stranger: Sendable {
        var row: UInt16
        var parent: UInt64
    }

    /// Rows whose parents nobody asks about.
    init(unlinked count: Int) {
        rows = [UInt16](repeating: Self.nowhere, count: count)
        strangers = []
    }

    /// Links rows of one table.
    ///
    /// Of several rows with a parent's id the last one counts. A span that names itself has no parent.
    ///
    /// - Parameter traces: A code per row; ids are unique only within a trace.
    init(spans: [UInt64], parents: [UInt64], traces: [UInt16]) {
        let table = SpanRows(spans: spans, traces: traces)
        var strangers: [Stranger] = []
        rows = (0..<spans.count).map { row in
            guard parents[row] != 0, parents[row] != spans[row] else { return Self.nowhere }
            if let parent = table.row(of: parents[row], trace: traces[row]) { return parent }
            strangers.append(Stranger(row: UInt16(truncatingIfNeeded: row), parent: parents[row]))
            return Self.nowhere
        }
        self.strangers = strangers
    }
}

/// The rows of a table by span id and trace; open addressing.
private struct SpanRows {
    private let spans: [UInt64]
    private let traces: [UInt16]
    private var slots: [UInt16]

    init(spans: [UInt64], traces: [UInt16]) {
        self.spans = spans
        self.traces = traces
        var size = 16
        while size < spans.count * 2 { size *= 2 }
        slots = [UInt16](repeating: .max, count: size)
        for row in spans.indices {
            var slot = place(spans[row])
            while slots[slot] != .max, !holds(slots[slot], spans[row], traces[row]) { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt16(truncatingIfNeeded: row)
        }
    }

    func row(of span: UInt64, trace: UInt16) -> UInt16? {
        var slot = place(span)
        while slots[slot] != .max {
            if holds(slots[slot], span, trace) { return slots[slot] }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return nil
    }

    @inline(__always)
    private func holds(_ row: UInt16, _ span: UInt64, _ trace: UInt16) -> Bool {
        spans[Int(row)] == span && traces[Int(row)] == trace
    }

    @inline(__always)
    private func place(_ span: UInt64) -> Int {
        Int(truncatingIfNeeded: (span &* 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.count &- 1)
    }
}

extension GroupScan {
    /// Where each span's parent stands in the group.
    func parentLinks() throws(SpanStoreError) -> ParentLinks {
        guard let parents = try column(.parent) else { throw ByteReader.damaged }
        if let known = parents.knownParentLinks { return known }
        guard case .identifiers(let parentIDs) = parents.column,
            case .identifiers(let spans) = try column(.span)?.column, let traces = try column(.trace)?.coded
        else { throw ByteReader.damaged }
        return parents.keepParentLinks(
            ParentLinks(spans: spans, parents: parentIDs, traces: traces.denseCodes(rowCount: group.rowCount)))
    }
}
