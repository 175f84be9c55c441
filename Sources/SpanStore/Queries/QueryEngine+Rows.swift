import SpanSources
import Telemetry

extension QueryEngine {
    /// Whole spans.
    func spans(_ selection: RowSelection, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> SpanBatch {
        if selection.isUnordered {
            return try await unordered(selection, snapshot.spans, snapshot) { $0.appendSpans($1, rows: $2) }.spanBatch()
        }
        let order = selection.order
        let found = try await find(selection, snapshot.spans, snapshot) { (scan) throws(SpanStoreError) in
            guard order == .slowestFirst else { return try scan.times() }
            guard case .numbers(let durations) = try scan.column(.duration)?.column else { throw ByteReader.damaged }
            return durations
        }
        let rename = Self.rename(selection.attributes)
        var assembler = BatchAssembler(rename: rename)
        for part in found.parts { try read(part, rename) { assembler.appendSpans($0, rows: $1) } }
        let batch = assembler.spanBatch()
        return found.order.map { batch.reordered($0) } ?? batch
    }

    /// Whole event rows.
    func events(_ selection: RowSelection, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> EventBatch {
        if selection.isUnordered {
            return try await unordered(selection, snapshot.events, snapshot) { $0.appendEvents($1, rows: $2) }
                .eventBatch()
        }
        let found = try await find(selection, snapshot.events, snapshot) { (scan) throws(SpanStoreError) in
            try scan.times()
        }
        let rename = Self.rename(selection.attributes)
        var assembler = BatchAssembler(rename: rename)
        for part in found.parts { try read(part, rename) { assembler.appendEvents($0, rows: $1) } }
        let batch = assembler.eventBatch()
        return found.order.map { batch.reordered($0) } ?? batch
    }

    /// Everything of one trace.
    func trace(_ id: TraceID, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> TelemetryBatch {
        let selection = RowSelection(range: .all, traces: [id], attributes: .all, order: .oldestFirst, limit: .max)
        var batch = TelemetryBatch()
        batch.spans = try await spans(selection, snapshot)
        batch.events = try await events(selection, snapshot)
        return batch
    }

    private func find(
        _ selection: RowSelection, _ groups: [RowGroup], _ snapshot: StoreSnapshot,
        key: @escaping @Sendable (GroupScan) throws(SpanStoreError) -> [Int64]
    ) async throws(SpanSourceError) -> FoundRows {
        let order = selection.order
        let traces = selection.traces.map { WantedTraces($0) }
        let candidates = groups.enumerated().filter { $1.overlaps(selection.range) && $1.mayHold(traces) }
            .sorted { $0.element.firstKey(order) < $1.element.firstKey(order) }
        let numbers = Dictionary(uniqueKeysWithValues: candidates.map { (ObjectIdentifier($1), Int32($0)) })
        let context = try await context([selection.filter], on: candidates.map(\.element), snapshot)
        let shares = try await spread(candidates.map(\.element)) { (scans) throws(SpanSourceError) in
            var first = FirstRows(limit: selection.limit)
            var predicates = PredicateEvaluator(context)
            for scan in scans {
                if let bound = first.bound, scan.group.firstKey(order) > bound { continue }
                try Self.checkCancellation()
                let rows = try Self.matching(scan, selection, traces, &predicates)
                guard !rows.isEmpty else { continue }
                let keys = try scan.reading(key)
                let group = numbers[ObjectIdentifier(scan.group)] ?? 0
                for row in rows {
                    let key = order == .unordered ? 0 : order == .oldestFirst ? keys[Int(row)] : ~keys[Int(row)]
                    first.offer(FirstRows.Candidate(key: key, group: group, row: row))
                }
            }
            return first
        }
        var first = shares[0]
        for share in shares.dropFirst() { first.merge(share) }
        return FoundRows(order == .unordered ? first.unsorted : first.sorted, groups)
    }

    static func matching(
        _ scan: GroupScan, _ selection: RowSelection, _ traces: WantedTraces?, _ predicates: inout PredicateEvaluator
    ) throws(SpanSourceError) -> [UInt16] {
        guard traces != nil || selection.sample != nil else {
            return try predicates.rows(scan, range: selection.range, selection.filter).rows()
        }
        var rows = Bitmap(count: scan.group.rowCount, filled: true)
        if let traces {
            rows = try scan.reading { (scan) throws(SpanStoreError) in try scan.rows(ofTraces: traces.hashes) }
        }
        if let sample = selection.sample, !rows.isEmpty {
            rows.formIntersection(try scan.reading { (scan) throws(SpanStoreError) in try scan.rows(of: sample) })
        }
        guard !rows.isEmpty else { return [] }
        rows.formIntersection(try predicates.rows(scan, range: selection.range, selection.filter))
        return rows.rows()
    }

    /// Hands over a group's rows with the columns that are asked for.
    private func read(
        _ part: FoundRows.Part, _ rename: (AttributeName) -> AttributeName?, _ body: (ColumnTable, [Int]) -> Void
    ) throws(SpanSourceError) {
        body(try table(GroupScan(group: part.group, reader: reader, worker: 0), rename), part.rows)
    }

    func table(
        _ scan: GroupScan, _ rename: (AttributeName) -> AttributeName?
    ) throws(SpanSourceError) -> ColumnTable {
        try scan.reading { (scan) throws(SpanStoreError) in
            try scan.group.table(reader, worker: scan.worker) { key in
                if case .attribute(let name, _) = key { rename(name) != nil } else { true }
            }
        }
    }

    /// The name each stored attribute gets in a batch.
    static func rename(
        _ projection: RowSelection.AttributeProjection
    ) -> @Sendable (AttributeName) -> AttributeName? {
        switch projection {
        case .none: return { _ in nil }
        case .all: return { $0 }
        case .keys(let keys):
            var spellings: [String: String] = [:]
            for key in keys {
                for spelling in AttributeAliases.spellings(of: key) { spellings[spelling] = key }
            }
            let names = spellings
            return { name in names[name.key].map { AttributeName(name.scope, $0) } }
        }
    }
}

extension RowGroup {
    /// A bound on the keys of the group's rows in an order: none is smaller.
    func firstKey(_ order: RowSelection.RowOrder) -> Int64 {
        switch order {
        case .newestFirst: ~times.upperBound
        case .oldestFirst: times.lowerBound
        // Events have no duration and are sorted by time.
        case .slowestFirst: dataset == .events ? ~times.upperBound : .min
        case .unordered: .min
        }
    }
}
