import Telemetry

/// Traces that rows are looked up by.
struct WantedTraces: Sendable {
    let ids: [TraceID]
    private let hashes: [UInt64]
    private let set: HashSet64

    init(_ ids: some Collection<TraceID>) {
        self.ids = Array(ids)
        hashes = ids.map { ValueHash.trace($0) }
        var set = HashSet64(capacity: hashes.count)
        for hash in hashes { _ = set.insert(hash) }
        self.set = set
    }

    /// The codes of the wanted traces that a group's column of traces has.
    func codes(in column: ColumnData) -> [UInt16] {
        let entries = column.hashes()
        if hashes.count < entries.count / 4 {
            let index = column.index()
            return hashes.compactMap { hash in
                let code = index.code(hash, entries)
                return code == 0 ? nil : code
            }
        }
        return entries.indices.compactMap { set.contains(entries[$0]) ? UInt16(truncatingIfNeeded: $0 &+ 1) : nil }
    }
}

extension RowGroup {
    /// False only where the group certainly holds none of the traces.
    func mayHold(_ traces: WantedTraces?) -> Bool {
        guard let traces, case .segment(_, let filter) = storage else { return true }
        return traces.ids.contains { filter.mayContain($0) }
    }
}

extension GroupScan {
    /// The rows of any of these traces.
    func rows(ofTraces traces: WantedTraces) throws(SpanStoreError) -> Bitmap {
        let none = Bitmap(count: group.rowCount, filled: false)
        guard let column = try column(.trace), let coded = column.coded else { return none }
        let codes = traces.codes(in: column)
        if codes.count < 2 { return coded.rows(withCode: codes.first ?? 0, count: group.rowCount) }
        var marks = [Bool](repeating: false, count: coded.dictionary.count + 1)
        for code in codes { marks[Int(code)] = true }
        return coded.rows(marks, count: group.rowCount)
    }
}
