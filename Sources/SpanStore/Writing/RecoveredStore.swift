import SpanSources
import Telemetry

/// What a store's file held when it was opened.
struct RecoveredStore {
    let connection: SQLiteConnection
    let lock: StoreLock?
    private(set) var segments: [Dataset: [RowGroup]] = [:]
    private(set) var segmentBytes: [Int64: Int] = [:]
    private(set) var tail: [Dataset: [RowGroup]] = [.spans: [], .events: []]
    private(set) var dedup: DedupWindow
    private(set) var nextRow: Int64 = 1
    private(set) var nextSegment: Int64 = 1

    init(
        path: String, access: SpanStore.Access, _ configuration: StoreConfiguration
    ) throws(SpanStoreError) {
        dedup = DedupWindow(capacity: configuration.dedupRows)
        switch access {
        case .readWrite:
            lock = try StoreLock(path: path)
            connection = try SQLiteConnection(path: path, readOnly: false)
            try Schema.prepare(connection, survivesPowerCut: configuration.survivesPowerCut)
        case .readOnly:
            lock = nil
            connection = try SQLiteConnection(path: path, readOnly: true)
            try Schema.check(connection)
        }
        try loadSegments()
        try loadTail(segmentRows: configuration.segmentRows)
    }

    var snapshot: StoreSnapshot {
        var snapshot = StoreSnapshot()
        for dataset in [Dataset.spans, .events] {
            snapshot[dataset] = (segments[dataset] ?? []) + (tail[dataset] ?? [])
        }
        return snapshot
    }

    private mutating func loadSegments() throws(SpanStoreError) {
        var loaded: [(group: RowGroup, id: Int64, bytes: Int)] = []
        try connection.run(
            "SELECT id, dataset, rows, min_time, max_time, bytes, directory, traces FROM segment ORDER BY id"
        ) { (row) throws(SpanStoreError) in
            guard let dataset = Dataset(number: row.integer(1)), row.integer(3) <= row.integer(4),
                (1...Int64(ColumnTable.maximumRows)).contains(row.integer(2))
            else { throw ByteReader.damaged }
            var traces = ByteReader(row.blob(7))
            let filter = TraceFilter(words: try traces.raw(UInt64.self, count: traces.remaining / 8))
            let group = RowGroup(
                dataset: dataset, rowCount: Int(row.integer(2)), times: row.integer(3)...row.integer(4),
                keys: try SegmentCodec.directory(row.blob(6)), storage: .segment(row.integer(0), filter))
            loaded.append((group, row.integer(0), Int(row.integer(5))))
        }
        for (group, id, bytes) in loaded {
            segments[group.dataset, default: []].append(group)
            segmentBytes[id] = bytes
            nextSegment = id + 1
        }
    }

    /// Decodes what was acknowledged but not sealed, joined to parts of up to a segment's size.
    private mutating func loadTail(segmentRows: Int) throws(SpanStoreError) {
        var loaded: [RowGroup] = []
        try connection.run("SELECT id, dataset, data FROM write_ahead ORDER BY id") { (row) throws(SpanStoreError) in
            guard let dataset = Dataset(number: row.integer(1)) else { throw ByteReader.damaged }
            let bytes = row.blob(2)
            let table = try SegmentCodec.decode(bytes)
            loaded.append(RowGroup(dataset: dataset, table: table, lastRow: row.integer(0), bytes: bytes.count))
        }
        nextRow = max(nextRow, (loaded.last?.tailLastRow ?? 0) + 1)
        for dataset in [Dataset.spans, .events] {
            var waiting: [RowGroup] = []
            var rows = 0
            for group in loaded where group.dataset == dataset {
                if rows + group.rowCount > segmentRows, !waiting.isEmpty {
                    tail[dataset, default: []].append(Self.join(waiting))
                    waiting = []
                    rows = 0
                }
                waiting.append(group)
                rows += group.rowCount
            }
            if !waiting.isEmpty { tail[dataset, default: []].append(Self.join(waiting)) }
        }
    }

    private static func join(_ parts: [RowGroup]) -> RowGroup {
        guard parts.count > 1 else { return parts[0] }
        return RowGroup(
            dataset: parts[0].dataset, table: TableMerger.merge(parts.map(\.part)),
            lastRow: parts[parts.count - 1].tailLastRow, bytes: parts.reduce(0) { $0 + $1.tailBytes })
    }

    /// Fills the dedup window with the newest spans.
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
    }
}
