import Dispatch
import SpanSources
import Telemetry

/// The only one who writes to the file: commits requests in groups, seals the tail, drops what is too old.
actor StoreWriter {
    nonisolated let executor = SerialQueueExecutor(label: "whyd.spanstore.writer")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let configuration: StoreConfiguration
    let published: PublishedSnapshot
    let clock: @Sendable () -> Timestamp
    var connection: SQLiteConnection?
    var segments: [Dataset: [RowGroup]]
    var segmentBytes: [Int64: Int]
    var tail: [Dataset: [RowGroup]]
    /// When the oldest unsealed row was taken.
    var tailSince: Timestamp?
    /// Segments that new queries no longer see, waiting for the last query that still does.
    var retired: [RowGroup] = []
    var statistics = StoreStatistics()
    var nextSegment: Int64
    /// How many of the oldest parts of the tail are being made a segment of.
    var sealing: [Dataset: Int] = [:]
    /// Who waits until no segment is being made.
    var sealingWaiters: [CheckedContinuation<Void, Never>] = []
    /// Where segments are made.
    let sealer = DispatchQueue(label: "whyd.spanstore.sealer")

    private var dedup: DedupWindow
    private var pending: [Pending] = []
    private var nextRow: Int64
    private var lock: StoreLock?

    /// A request that waits for its group's commit.
    private struct Pending {
        var export: PreparedExport
        var continuation: CheckedContinuation<Result<ExportReceipt, ExportRefusal>, Never>
    }

    init(
        _ recovered: sending RecoveredStore, configuration: StoreConfiguration, published: PublishedSnapshot,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.configuration = configuration
        self.published = published
        self.clock = clock
        connection = recovered.connection
        segments = recovered.segments
        segmentBytes = recovered.segmentBytes
        tail = recovered.tail
        tailSince = recovered.tail.values.contains { !$0.isEmpty } ? clock() : nil
        dedup = recovered.dedup
        nextRow = recovered.nextRow
        nextSegment = recovered.nextSegment
        lock = recovered.lock
    }

    /// Commits a request together with those that wait.
    func submit(_ export: PreparedExport) async -> Result<ExportReceipt, ExportRefusal> {
        await withCheckedContinuation { continuation in
            pending.append(Pending(export: export, continuation: continuation))
            // The flush runs behind the requests already queued for this actor, so that it takes them along.
            if pending.count == 1 { executor.queue.async { self.assumeIsolated { $0.flush() } } }
        }
    }

    /// Commits everything that waits and answers; then tends the tail.
    private func flush() {
        let group = pending
        pending = []
        guard !group.isEmpty else { return }
        do throws(SpanStoreError) {
            let received = clock()
            var group = group
            var duplicates: [Int] = []
            for index in group.indices { duplicates.append(group[index].export.removeDuplicates(&dedup)) }
            try commit(group.map(\.export), received)
            dedup.keepTaken()
            publish()
            for (pending, count) in zip(group, duplicates) { answer(pending, duplicates: count) }
        } catch {
            dedup.forgetTaken()
            statistics.refusedRequests += group.count
            let refusal = ExportRefusal.overloaded(error.message, retryAfterSeconds: error.code == .full ? 30 : 5)
            for pending in group { pending.continuation.resume(returning: .failure(refusal)) }
            return
        }
        tendTail()
    }

    private func answer(_ pending: Pending, duplicates: Int) {
        statistics.duplicates += duplicates
        statistics.rejectedRows += pending.export.rejectedRows
        pending.continuation.resume(
            returning: .success(
                ExportReceipt(
                    acceptedRows: pending.export.acceptedRows, rejectedRows: pending.export.rejectedRows,
                    message: pending.export.rejection)))
    }

    private func commit(_ exports: [PreparedExport], _ received: Timestamp) throws(SpanStoreError) {
        guard let connection else { throw SpanStoreError(.closed, "the span store is closed") }
        let unsealed = tail.values.joined().reduce(0) { $0 + $1.rowCount }
        guard unsealed < 16 * configuration.segmentRows else {
            throw SpanStoreError(.full, "rows cannot be sealed into segments as fast as they arrive")
        }
        let tables = exports.flatMap(\.tables).filter { $0.table.rowCount > 0 }
        let logs = exports.filter { !$0.tables.isEmpty }.compactMap(\.logFingerprint)
        guard !tables.isEmpty else { return }
        var row = nextRow
        try connection.transaction { () throws(SpanStoreError) in
            for table in tables {
                try connection.run(
                    "INSERT INTO write_ahead(id, dataset, rows, received, data) VALUES(?,?,?,?,?)",
                    [
                        .integer(row), .integer(table.dataset.number), .integer(Int64(table.table.rowCount)),
                        .integer(received.nanoseconds), .blob(table.encoded),
                    ])
                row += 1
            }
            try remember(logs, connection)
        }
        for table in tables {
            let group = RowGroup(
                dataset: table.dataset, table: table.table, lastRow: nextRow, bytes: table.encoded.count)
            tail[table.dataset, default: []].append(group)
            nextRow += 1
        }
        if tailSince == nil { tailSince = received }
    }

    /// How many of the newest log requests are told from new ones after a restart: more than senders send again.
    private static let rememberedLogRequests: Int64 = 4096

    private func remember(_ logs: [UInt64], _ connection: SQLiteConnection) throws(SpanStoreError) {
        guard !logs.isEmpty else { return }
        for fingerprint in logs {
            try connection.run(
                "INSERT INTO log_request(fingerprint) VALUES(?)", [.integer(Int64(bitPattern: fingerprint))])
        }
        try connection.run(
            "DELETE FROM log_request WHERE id BETWEEN 1 AND (SELECT max(id) FROM log_request) - ?",
            [.integer(Self.rememberedLogRequests)])
    }

    /// Shows queries what there is now.
    func publish() {
        var snapshot = StoreSnapshot()
        for dataset in [Dataset.spans, .events] {
            snapshot[dataset] = (segments[dataset] ?? []) + (tail[dataset] ?? [])
        }
        published.replace(snapshot)
    }

    /// Commits what waits and lets go of the file.
    func close() {
        flush()
        connection = nil
        lock = nil
        published.close()
    }
}
