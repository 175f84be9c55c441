import SpanSources
import Telemetry

/// A segment ready to be written: parts of the tail put together and encoded, which needs neither the file nor the
/// writer.
struct EncodedSegment: Sendable {
    let dataset: Dataset
    let rowCount: Int
    let keys: [ColumnKey]
    let times: ClosedRange<Int64>
    /// One blob per column.
    let chunks: [[UInt8]]
    let filter: TraceFilter
    /// The newest write-ahead row that it holds.
    let lastRow: Int64

    /// Merges and encodes parts of the tail.
    init(_ dataset: Dataset, _ parts: [RowGroup]) {
        let table = TableMerger.merge(parts.map(\.part))
        self.dataset = dataset
        rowCount = table.rowCount
        keys = table.keys
        times = table.timeBounds
        chunks = SegmentCodec.chunks(table, .small)
        filter = TraceFilter(table.distinctTraces)
        lastRow = parts.map(\.tailLastRow).max() ?? 0
    }

    /// Bytes of all columns.
    var size: Int { chunks.reduce(0) { $0 + $1.count } }

    /// Inserts the segment and deletes the write-ahead rows that it was made of, in one transaction.
    func write(_ segment: Int64, sealed: Timestamp, _ connection: SQLiteConnection) throws(SpanStoreError) {
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
                    .integer(segment), .integer(dataset.number), .integer(Int64(rowCount)),
                    .integer(times.lowerBound), .integer(times.upperBound), .integer(sealed.nanoseconds),
                    .integer(Int64(size)), .blob(SegmentCodec.directory(keys)), .blob(traces.bytes),
                ])
            try connection.run(
                "DELETE FROM write_ahead WHERE dataset=? AND id<=?", [.integer(dataset.number), .integer(lastRow)])
        }
    }
}
