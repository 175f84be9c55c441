import SpanSources
import Telemetry

extension StoreWriter {
    /// The encoded bytes a segment is made of at most, whatever its rows.
    private static let segmentBytesLimit = 64 << 20
    /// So many parts of about one size become one.
    private static let fanIn = 8

    /// Seals full segments and joins small parts of the tail.
    func tendTail() throws(SpanStoreError) {
        for dataset in [Dataset.spans, .events] {
            while isFull(dataset) { try seal(dataset) }
            joinSmallParts(dataset)
        }
        publish()
    }

    /// Seals everything in the tail.
    func sealAll() throws(SpanStoreError) {
        for dataset in [Dataset.spans, .events] {
            while !(tail[dataset] ?? []).isEmpty { try seal(dataset) }
        }
        tailSince = nil
        publish()
    }

    private func isFull(_ dataset: Dataset) -> Bool {
        let parts = tail[dataset] ?? []
        return parts.reduce(0) { $0 + $1.rowCount } >= configuration.segmentRows
            || parts.reduce(0) { $0 + $1.tailBytes } >= Self.segmentBytesLimit
    }

    /// Makes one segment of the oldest parts that fit.
    private func seal(_ dataset: Dataset) throws(SpanStoreError) {
        guard let connection, var parts = tail[dataset], !parts.isEmpty else { return }
        var rows = 0
        var bytes = 0
        let count = max(
            1,
            parts.prefix { part in
                rows += part.rowCount
                bytes += part.tailBytes
                return rows <= max(configuration.segmentRows, part.rowCount) && rows <= ColumnTable.maximumRows
                    && bytes <= Self.segmentBytesLimit
            }.count)
        let chosen = Array(parts.prefix(count))
        parts.removeFirst(count)
        let segment = try write(TableMerger.merge(chosen.map(\.part)), dataset, through: chosen, connection)
        tail[dataset] = parts
        segments[dataset, default: []].append(segment)
        if tail.values.allSatisfy(\.isEmpty) { tailSince = nil }
    }

    private func write(
        _ table: ColumnTable, _ dataset: Dataset, through parts: [RowGroup], _ connection: SQLiteConnection
    ) throws(SpanStoreError) -> RowGroup {
        let chunks = SegmentCodec.chunks(table, .small)
        let filter = TraceFilter(table.distinctTraces)
        let times = table.timeBounds
        let size = chunks.reduce(0) { $0 + $1.count }
        let lastRow = parts.map(\.tailLastRow).max() ?? 0
        let segment = nextSegment
        let sealed = clock()
        try connection.transaction { () throws(SpanStoreError) in
            for (index, chunk) in chunks.enumerated() {
                try connection.run(
                    "INSERT INTO chunk(id, data) VALUES(?,?)", [.integer(segment << 16 | Int64(index)), .blob(chunk)])
            }
            var traces = ByteWriter()
            traces.raw(filter.stored)
            try connection.run(
                """
                INSERT INTO segment(id, dataset, rows, min_time, max_time, sealed, bytes, directory, traces)
                VALUES(?,?,?,?,?,?,?,?,?)
                """,
                [
                    .integer(segment), .integer(dataset.number), .integer(Int64(table.rowCount)),
                    .integer(times.lowerBound), .integer(times.upperBound), .integer(sealed.nanoseconds),
                    .integer(Int64(size)), .blob(SegmentCodec.directory(table.keys)), .blob(traces.bytes),
                ])
            try connection.run(
                "DELETE FROM write_ahead WHERE dataset=? AND id<=?", [.integer(dataset.number), .integer(lastRow)])
        }
        nextSegment += 1
        segmentBytes[segment] = size
        return RowGroup(
            dataset: dataset, rowCount: table.rowCount, times: times, keys: table.keys,
            storage: .segment(segment, filter))
    }

    /// Joins the newest parts where enough of about the same size stand together, so that a query meets few parts and
    /// a row is copied few times.
    private func joinSmallParts(_ dataset: Dataset) {
        guard var parts = tail[dataset] else { return }
        while parts.count >= Self.fanIn {
            let newest = parts.suffix(Self.fanIn)
            let rows = newest.reduce(0) { $0 + $1.rowCount }
            let largest = newest.map(\.rowCount).max() ?? 0
            guard rows < configuration.segmentRows, largest * 4 <= rows else { break }
            let joined = RowGroup(
                dataset: dataset, table: TableMerger.merge(newest.map(\.part)),
                lastRow: newest.map(\.tailLastRow).max() ?? 0, bytes: newest.reduce(0) { $0 + $1.tailBytes })
            parts.removeLast(Self.fanIn)
            parts.append(joined)
        }
        tail[dataset] = parts
    }
}

extension Dataset {
    /// The number a dataset is stored under.
    var number: Int64 { self == .spans ? 0 : 1 }

    init?(number: Int64) {
        switch number {
        case 0: self = .spans
        case 1: self = .events
        default: return nil
        }
    }
}

extension RowGroup {
    /// A tail part as input of a merge.
    var part: TableMerger.Part {
        guard case .tail(let columns, _, _) = storage else {
            preconditionFailure("only parts of the tail are merged; segments are never read back to be written")
        }
        return TableMerger.Part(rowCount: rowCount, keys: keys, columns: columns)
    }

    var tailLastRow: Int64 { if case .tail(_, let lastRow, _) = storage { lastRow } else { 0 } }
    var tailBytes: Int { if case .tail(_, _, let bytes) = storage { bytes } else { 0 } }
}

extension ColumnTable {
    /// The traces that have rows here.
    var distinctTraces: [TraceID] {
        if case .traces(let traces) = coded(.trace)?.dictionary { traces } else { [] }
    }
}
