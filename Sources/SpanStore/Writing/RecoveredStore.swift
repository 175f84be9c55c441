import SpanSources
import Telemetry

/// What a store's file held when it was opened for writing.
struct RecoveredStore {
    let connection: SQLiteConnection
    let lock: StoreLock
    private(set) var segments: [Dataset: [RowGroup]] = [:]
    private(set) var tail: [Dataset: [RowGroup]] = [:]
    let segmentBytes: [Int64: Int]
    private(set) var dedup: DedupWindow
    let nextRow: Int64
    let nextSegment: Int64
    /// What the fingerprints of log requests are made with.
    let logKey: UInt64

    init(path: String, _ configuration: StoreConfiguration) throws(SpanStoreError) {
        lock = try StoreLock(path: path)
        connection = try SQLiteConnection(path: path, readOnly: false)
        try Schema.prepare(connection, survivesPowerCut: configuration.survivesPowerCut)
        var catalogue = StoreCatalogue()
        try catalogue.refresh(connection)
        for dataset in [Dataset.spans, .events] {
            segments[dataset] = catalogue.sealed(dataset)
            tail[dataset] = catalogue.tail(dataset, segmentRows: configuration.segmentRows)
        }
        segmentBytes = catalogue.segmentBytes
        nextRow = catalogue.lastRow + 1
        nextSegment = catalogue.lastSegment + 1
        dedup = DedupWindow(capacity: configuration.dedupRows)
        logKey = UInt64(bitPattern: try connection.integer("SELECT fingerprint FROM log_request WHERE id=0"))
    }

    var snapshot: StoreSnapshot {
        var snapshot = StoreSnapshot()
        for dataset in [Dataset.spans, .events] {
            snapshot[dataset] = (segments[dataset] ?? []) + (tail[dataset] ?? [])
        }
        return snapshot
    }

    /// Fills the dedup window with the newest spans and log requests.
    mutating func loadDedup(_ reader: ChunkReader, rows limit: Int) throws(SpanStoreError) {
        var chosen: [RowGroup] = []
        var rows = 0
        for group in snapshot.spans.reversed() where rows < limit / 2 {
            chosen.append(group)
            rows += group.rowCount
        }
        for group in chosen.reversed() {
            var table = ColumnTable(rowCount: group.rowCount)
            for column in [IntrinsicColumn.trace, .span] {
                guard let index = group.index(column) else { throw ByteReader.damaged }
                table.append(.intrinsic(column), try group.column(index, reader, worker: 0).column)
            }
            for hash in table.spanHashes() { dedup.insert(hash) }
        }
        try connection.run("SELECT fingerprint FROM log_request WHERE id>0 ORDER BY id") { row in
            dedup.insert(UInt64(bitPattern: row.integer(0)))
        }
    }
}
