import SpanSources
import Telemetry

/// Traces that rows are looked up by.
struct WantedTraces: Sendable {
    let ids: [TraceID]
    let hashes: TraceHashes

    init(_ ids: some Collection<TraceID>) {
        self.ids = Array(ids)
        hashes = TraceHashes(ids.map { ValueHash.trace($0) })
    }
}

/// Traces as their keyed hashes; equal hashes are taken for equal traces.
struct TraceHashes: Sendable {
    private let hashes: [UInt64]
    private let set: HashSet64

    init(_ hashes: [UInt64]) {
        self.hashes = hashes
        var set = HashSet64(capacity: hashes.count)
        for hash in hashes { _ = set.insert(hash) }
        self.set = set
    }

    /// The codes of the traces that a group's column of traces has.
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
    func rows(ofTraces traces: TraceHashes) throws(SpanStoreError) -> Bitmap {
        let none = Bitmap(count: group.rowCount, filled: false)
        guard let column = try column(.trace), let coded = column.coded else { return none }
        let codes = traces.codes(in: column)
        if codes.count < 2 { return coded.rows(withCode: codes.first ?? 0, count: group.rowCount) }
        var marks = [Bool](repeating: false, count: coded.dictionary.count + 1)
        for code in codes { marks[Int(code)] = true }
        return coded.rows(marks, count: group.rowCount)
    }

    /// The hash of every trace that has one of these rows, each once.
    func traceHashes(of rows: Bitmap) throws(SpanStoreError) -> [UInt64] {
        guard !rows.isEmpty, let column = try column(.trace), let coded = column.coded else { return [] }
        let hashes = column.hashes()
        let counts = coded.counts(in: rows)
        return hashes.indices.filter { counts[$0 + 1] > 0 }.map { hashes[$0] }
    }

    /// The rows of the traces in a sample.
    func rows(of sample: TraceSample) throws(SpanStoreError) -> Bitmap {
        guard let coded = try column(.trace)?.coded, case .traces(let ids) = coded.dictionary else {
            return Bitmap(count: group.rowCount, filled: false)
        }
        return coded.rows([false] + ids.map(sample.contains), count: group.rowCount)
    }
}
