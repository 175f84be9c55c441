import SpanSources
import Telemetry

/// Segments and write-ahead rows as the file names them.
struct StoreCatalogue {
    private(set) var segments: [Int64: RowGroup] = [:]
    private(set) var segmentBytes: [Int64: Int] = [:]
    private var rows: [Int64: RowGroup] = [:]

    /// The greatest ids seen so far.
    private(set) var lastSegment: Int64 = 0
    private(set) var lastRow: Int64 = 0

    /// Reads what came and drops what went since the last time.
    mutating func refresh(_ connection: SQLiteConnection) throws(SpanStoreError) {
        var updated = self
        try connection.reading { () throws(SpanStoreError) in
            let segmentIDs = try Self.ids("SELECT id FROM segment", connection)
            updated.segments = updated.segments.filter { segmentIDs.contains($0.key) }
            updated.segmentBytes = updated.segmentBytes.filter { segmentIDs.contains($0.key) }
            let rowIDs = try Self.ids("SELECT id FROM write_ahead", connection)
            updated.rows = updated.rows.filter { rowIDs.contains($0.key) }
            try updated.readSegments(connection)
            try updated.readRows(connection)
        }
        self = updated
    }

    /// Sealed segments of a dataset, oldest first.
    func sealed(_ dataset: Dataset) -> [RowGroup] {
        segments.sorted { $0.key < $1.key }.map(\.value).filter { $0.dataset == dataset }
    }

    /// What is not sealed, joined to parts of up to a segment's size, oldest first.
    func tail(_ dataset: Dataset, segmentRows: Int) -> [RowGroup] {
        var parts: [RowGroup] = []
        var waiting: [RowGroup] = []
        var count = 0
        for group in rows.sorted(by: { $0.key < $1.key }).map(\.value) where group.dataset == dataset {
            if count + group.rowCount > segmentRows, !waiting.isEmpty {
                parts.append(Self.join(waiting))
                waiting = []
                count = 0
            }
            waiting.append(group)
            count += group.rowCount
        }
        if !waiting.isEmpty { parts.append(Self.join(waiting)) }
        return parts
    }

    private static func ids(_ sql: String, _ connection: SQLiteConnection) throws(SpanStoreError) -> Set<Int64> {
        var ids: Set<Int64> = []
        try connection.run(sql) { (row) throws(SpanStoreError) in ids.insert(row.integer(0)) }
        return ids
    }

    private mutating func readSegments(_ connection: SQLiteConnection) throws(SpanStoreError) {
        let sql = """
            SELECT id, dataset, rows, min_time, max_time, bytes, directory, traces FROM segment WHERE id>? ORDER BY id
            """
        var found: [(id: Int64, group: RowGroup, bytes: Int)] = []
        try connection.run(sql, [.integer(lastSegment)]) { (row) throws(SpanStoreError) in
            guard let dataset = Dataset(number: row.integer(1)), row.integer(3) <= row.integer(4),
                (1...Int64(ColumnTable.maximumRows)).contains(row.integer(2))
            else { throw ByteReader.damaged }
            var traces = ByteReader(row.blob(7))
            let filter = TraceFilter(words: try traces.raw(UInt64.self, count: traces.remaining / 8))
            let group = RowGroup(
                dataset: dataset, rowCount: Int(row.integer(2)), times: row.integer(3)...row.integer(4),
                keys: try SegmentCodec.directory(row.blob(6)), storage: .segment(row.integer(0), filter))
            found.append((row.integer(0), group, Int(row.integer(5))))
        }
        for (id, group, bytes) in found {
            segments[id] = group
            segmentBytes[id] = bytes
            lastSegment = id
        }
    }

    private mutating func readRows(_ connection: SQLiteConnection) throws(SpanStoreError) {
        let sql = "SELECT id, dataset, data FROM write_ahead WHERE id>? ORDER BY id"
        var found: [RowGroup] = []
        try connection.run(sql, [.integer(lastRow)]) { (row) throws(SpanStoreError) in
            guard let dataset = Dataset(number: row.integer(1)) else { throw ByteReader.damaged }
            let bytes = row.blob(2)
            let table = try SegmentCodec.decode(bytes)
            found.append(RowGroup(dataset: dataset, table: table, lastRow: row.integer(0), bytes: bytes.count))
        }
        for group in found {
            rows[group.tailLastRow] = group
            lastRow = group.tailLastRow
        }
    }

    private static func join(_ parts: [RowGroup]) -> RowGroup {
        guard parts.count > 1 else { return parts[0] }
        return RowGroup(
            dataset: parts[0].dataset, table: TableMerger.merge(parts.map(\.part)),
            lastRow: parts[parts.count - 1].tailLastRow, bytes: parts.reduce(0) { $0 + $1.tailBytes })
    }
}
