import SpanSources
import Telemetry

extension StoreWriter {
    /// Waits for segments that are being made, seals an old tail, drops what is too old or too much, and gives free pages back.
    func maintain() async throws(SpanStoreError) {
        await sealingEnds()
        let now = clock()
        if let since = tailSince, now - since >= configuration.sealAfter { try await sealAll() }
        guard let connection else { throw SpanStoreError(.closed, "the span store is closed") }
        if let retention = configuration.retention { retire { $0.times.upperBound < (now - retention).nanoseconds } }
        try retireForSpace(connection)
        try deleteRetired(connection)
    }

    private func retire(_ isOver: (RowGroup) -> Bool) {
        var isChanged = false
        for dataset in [Dataset.spans, .events] {
            let over = (segments[dataset] ?? []).filter(isOver)
            guard !over.isEmpty else { continue }
            isChanged = true
            segments[dataset]?.removeAll(where: isOver)
            statistics.retiredRows += over.reduce(0) { $0 + $1.rowCount }
            retired += over
        }
        if isChanged { publish() }
    }

    private func retireForSpace(_ connection: SQLiteConnection) throws(SpanStoreError) {
        var used = try Self.usedBytes(connection) - retired.reduce(0) { $0 + bytes(of: $1) }
        var victims: Set<ObjectIdentifier> = []
        for group in segments.values.joined().sorted(by: { $0.times.upperBound < $1.times.upperBound })
        where used > configuration.maximumBytes {
            used -= bytes(of: group)
            victims.insert(ObjectIdentifier(group))
        }
        if !victims.isEmpty { retire { victims.contains(ObjectIdentifier($0)) } }
    }

    /// Deletes retired segments that no running query holds any more.
    private func deleteRetired(_ connection: SQLiteConnection) throws(SpanStoreError) {
        var waiting: [RowGroup] = []
        var free: [Int64] = []
        while var group = retired.popLast() {
            if isKnownUniquelyReferenced(&group), case .segment(let id, _) = group.storage {
                free.append(id)
            } else {
                waiting.append(group)
            }
        }
        retired = waiting
        guard !free.isEmpty else { return }
        try connection.transaction { () throws(SpanStoreError) in
            for id in free {
                try connection.run("DELETE FROM segment WHERE id=?", [.integer(id)])
                try connection.run(
                    "DELETE FROM chunk WHERE id BETWEEN ? AND ?", [.integer(id << 16), .integer(id << 16 | 0xFFFF)])
            }
        }
        for id in free { segmentBytes[id] = nil }
        try connection.execute("PRAGMA incremental_vacuum(4096)")
    }

    private func bytes(of group: RowGroup) -> Int {
        if case .segment(let id, _) = group.storage { segmentBytes[id] ?? 0 } else { 0 }
    }

    /// Bytes of the file that hold something.
    static func usedBytes(_ connection: SQLiteConnection) throws(SpanStoreError) -> Int {
        let pages = try connection.integer("PRAGMA page_count") - connection.integer("PRAGMA freelist_count")
        return Int(pages * (try connection.integer("PRAGMA page_size")))
    }

    /// What there is, and what was left out.
    func currentStatistics(cacheBytes: Int) -> StoreStatistics {
        var current = statistics
        current.cacheBytes = cacheBytes
        current.segments = segments.values.reduce(0) { $0 + $1.count }
        current.tailRows = tail.values.joined().reduce(0) { $0 + $1.rowCount }
        for (dataset, groups) in [segments, tail].joined() {
            let rows = groups.reduce(0) { $0 + $1.rowCount }
            if dataset == .spans { current.spans += rows } else { current.events += rows }
        }
        if let connection { current.bytesOnDisk = (try? Self.usedBytes(connection)) ?? 0 }
        return current
    }
}
