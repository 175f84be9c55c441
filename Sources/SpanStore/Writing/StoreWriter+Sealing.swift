import Dispatch
import SpanSources
import Telemetry

extension StoreWriter {
    /// The encoded bytes a segment is made of at most, whatever its rows.
    private static let segmentBytesLimit = 64 << 20
    /// So many parts of about one size become one.
    private static let fanIn = 8

    /// Starts to seal what makes a full segment and joins small parts of the tail.
    func tendTail() {
        for dataset in [Dataset.spans, .events] {
            if sealing[dataset] == nil, isFull(dataset) { startSealing(dataset) }
            joinSmallParts(dataset)
        }
        publish()
    }

    /// Seals everything in the tail.
    func sealAll() async throws(SpanStoreError) {
        await sealingEnds()
        for dataset in [Dataset.spans, .events] {
            while !(tail[dataset] ?? []).isEmpty {
                let parts = oldestParts(dataset)
                try finish(EncodedSegment(dataset, parts), made: parts.count)
            }
        }
        publish()
    }

    /// Waits until no segment is being made.
    func sealingEnds() async {
        while !sealing.isEmpty { await withCheckedContinuation { sealingWaiters.append($0) } }
    }

    private func isFull(_ dataset: Dataset) -> Bool {
        let parts = tail[dataset] ?? []
        return parts.reduce(0) { $0 + $1.rowCount } >= configuration.segmentRows
            || parts.reduce(0) { $0 + $1.tailBytes } >= Self.segmentBytesLimit
    }

    /// The oldest parts that fit into one segment; at least one.
    private func oldestParts(_ dataset: Dataset) -> [RowGroup] {
        let parts = tail[dataset] ?? []
        var rows = 0
        var bytes = 0
        let fitting = parts.prefix { part in
            rows += part.rowCount
            bytes += part.tailBytes
            return rows <= max(configuration.segmentRows, part.rowCount) && rows <= ColumnTable.maximumRows
                && bytes <= Self.segmentBytesLimit
        }
        return Array(parts.prefix(max(1, fitting.count)))
    }

    /// Makes one segment beside the writer, so that requests are committed meanwhile.
    private func startSealing(_ dataset: Dataset) {
        let parts = oldestParts(dataset)
        sealing[dataset] = parts.count
        sealer.async { [executor] in
            let segment = EncodedSegment(dataset, parts)
            executor.queue.async { self.assumeIsolated { $0.endSealing(segment, made: parts.count) } }
        }
    }

    private func endSealing(_ segment: EncodedSegment, made count: Int) {
        sealing[segment.dataset] = nil
        do throws(SpanStoreError) {
            try finish(segment, made: count)
            tendTail()
        } catch {
            // The rows are still in the write-ahead and in the tail; the next request has them tried again.
            statistics.lastError = error.message
        }
        guard sealing.isEmpty else { return }
        for waiter in sealingWaiters { waiter.resume() }
        sealingWaiters = []
    }

    /// Writes a segment made of the oldest parts of the tail, which it takes the place of.
    private func finish(_ segment: EncodedSegment, made count: Int) throws(SpanStoreError) {
        guard let connection else { throw SpanStoreError(.closed, "the span store is closed") }
        let id = nextSegment
        try segment.write(id, sealed: clock(), connection)
        nextSegment += 1
        segmentBytes[id] = segment.size
        tail[segment.dataset]?.removeFirst(count)
        segments[segment.dataset, default: []].append(
            RowGroup(
                dataset: segment.dataset, rowCount: segment.rowCount, times: segment.times, keys: segment.keys,
                storage: .segment(id, segment.filter)))
        if tail.values.allSatisfy(\.isEmpty) { tailSince = nil }
    }

    /// Joins the newest parts where enough of about the same size stand together, so that a query meets few parts and
    /// a row is copied few times.
    private func joinSmallParts(_ dataset: Dataset) {
        guard var parts = tail[dataset] else { return }
        while parts.count - (sealing[dataset] ?? 0) >= Self.fanIn {
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
