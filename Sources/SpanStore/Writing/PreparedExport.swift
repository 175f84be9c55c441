import OTLP
import SpanSources
import Telemetry

/// A decoded request, encoded for the write-ahead table; made outside the writer so that requests are made side by
/// side.
struct PreparedExport: Sendable {
    private(set) var tables: [Table]
    let rejectedRows: Int
    let rejection: String
    /// Spans of a trace request, log records of a log request; those already in the store included.
    let acceptedRows: Int
    /// Tells a resent log request from a new one; log records have no ids of their own. Nil for a trace request.
    let logFingerprint: UInt64?

    /// One table and its bytes.
    struct Table: Sendable {
        var dataset: Dataset
        var table: ColumnTable
        var encoded: [UInt8]
        /// A hash of trace id and span id per row.
        var hashes: [UInt64]

        init(_ dataset: Dataset, _ table: ColumnTable) {
            self.dataset = dataset
            self.table = table
            encoded = SegmentCodec.encode(table)
            hashes = table.spanHashes()
        }
    }

    /// - Parameter key: the store's key of fingerprints.
    init(_ request: ExportRequest, key: UInt64) throws(OTLPError) {
        let export = try OTLPDecoder.columns(request)
        rejectedRows = export.rejectedRows
        rejection = export.rejection
        tables = export.spans.map { Table(.spans, $0) } + export.events.map { Table(.events, $0) }
        switch request.signal {
        case .traces:
            logFingerprint = nil
            acceptedRows = export.spans.reduce(0) { $0 + $1.rowCount }
        case .logs:
            logFingerprint = request.body.withUnsafeBufferPointer { ValueHash.text($0, key: key) }
            acceptedRows = export.events.reduce(0) { $0 + $1.rowCount }
        }
    }

    /// Leaves out what was taken before, and takes the rest.
    ///
    /// - Returns: How many spans, or log requests, were left out.
    mutating func removeDuplicates(_ window: inout DedupWindow) -> Int {
        if let logFingerprint {
            guard !window.take([logFingerprint]).isEmpty else { return 0 }
            tables = []
            return 1
        }
        var resent: [UInt64] = []
        for index in tables.indices where tables[index].dataset == .spans {
            let hashes = tables[index].hashes
            let known = window.take(hashes)
            guard !known.isEmpty else { continue }
            resent += known.map { hashes[$0] }
            let left = Set(known)
            tables[index] = Table(.spans, tables[index].table.keeping(hashes.indices.filter { !left.contains($0) }))
        }
        if !resent.isEmpty { removeEvents(of: resent) }
        return resent.count
    }

    /// Leaves out the events of spans that were taken before, not of spans that stand twice in this request: of those
    /// the first one stays, and so do the events.
    private mutating func removeEvents(of resent: [UInt64]) {
        let own = Set(tables.filter { $0.dataset == .spans }.flatMap(\.hashes))
        let spans = Set(resent).subtracting(own)
        guard !spans.isEmpty else { return }
        for index in tables.indices where tables[index].dataset == .events {
            let kept = tables[index].hashes.indices.filter { !spans.contains(tables[index].hashes[$0]) }
            guard kept.count < tables[index].hashes.count else { continue }
            tables[index] = Table(.events, tables[index].table.keeping(kept))
        }
    }
}

extension ColumnTable {
    /// A hash of (trace id, span id) per row.
    func spanHashes() -> [UInt64] {
        guard let coded = coded(.trace), case .traces(let traces) = coded.dictionary else { return [] }
        let spans = identifiers(.span)
        let hashes = [0] + traces.map { ValueHash.trace($0) }
        return (0..<rowCount).map { ValueHash.pair(hashes[Int(coded.codes[$0])], spans[$0]) }
    }

    /// The table with only these rows.
    func keeping(_ rows: [Int]) -> ColumnTable {
        var kept = ColumnTable(rowCount: rows.count)
        for (key, column) in zip(keys, columns) { kept.append(key, column.keeping(rows)) }
        return kept
    }
}

extension Column {
    fileprivate func keeping(_ rows: [Int]) -> Column {
        switch self {
        case .coded(let coded):
            .coded(CodedColumn(rows: nil, codes: rows.map { coded.code(atRow: $0) }, dictionary: coded.dictionary))
        case .numbers(let values): .numbers(rows.map { values[$0] })
        case .identifiers(let values): .identifiers(rows.map { values[$0] })
        case .weights(let values): .weights(rows.map { values[$0] })
        }
    }
}
