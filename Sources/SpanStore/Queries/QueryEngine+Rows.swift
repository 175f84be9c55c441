import SpanSources
import Telemetry

extension QueryEngine {
    /// Whole spans.
    func spans(_ selection: RowSelection, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> SpanBatch {
        let order = selection.order
        let found = try await find(selection, snapshot.spans) { (scan) throws(SpanStoreError) in
            guard order == .slowestFirst else { return try scan.times() }
            guard case .numbers(let durations) = try scan.column(.duration)?.column else { throw ByteReader.damaged }
            return durations
        }
        var assembler = BatchAssembler(rename: Self.rename(selection.attributes))
        for run in found.runs { try append(run) { assembler.appendSpans($0, rows: $1) } }
        return assembler.spanBatch()
    }

    /// Whole event rows.
    func events(_ selection: RowSelection, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> EventBatch {
        let found = try await find(selection, snapshot.events) { (scan) throws(SpanStoreError) in try scan.times() }
        var assembler = BatchAssembler(rename: Self.rename(selection.attributes))
        for run in found.runs { try append(run) { assembler.appendEvents($0, rows: $1) } }
        return assembler.eventBatch()
    }

    /// Everything of one trace.
    func trace(_ id: TraceID, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> TelemetryBatch {
        let selection = RowSelection(range: .all, traces: [id], attributes: .all, order: .oldestFirst, limit: .max)
        var batch = TelemetryBatch()
        batch.spans = try await spans(selection, snapshot)
        batch.events = try await events(selection, snapshot)
        return batch
    }

    /// Rows in order, as runs of neighbours from one group.
    struct FoundRows: Sendable {
        var runs: [(group: RowGroup, rows: [Int])] = []
    }

    /// A row that was found, and what it is sorted by.
    private struct Candidate: Sendable {
        var key: Int64
        var group: Int
        var row: Int
    }

    private func find(
        _ selection: RowSelection, _ groups: [RowGroup],
        key: @escaping @Sendable (GroupScan) throws(SpanStoreError) -> [Int64]
    ) async throws(SpanSourceError) -> FoundRows {
        let limit = max(0, selection.limit)
        let candidates = groups.enumerated().filter { $1.overlaps(selection.range) && $1.mayHold(selection.traces) }
        let numbers = Dictionary(uniqueKeysWithValues: candidates.map { (ObjectIdentifier($1), $0) })
        let isAscending = selection.order == .oldestFirst
        let shares = try await spread(candidates.map(\.element)) { (scans) throws(SpanSourceError) in
            var found: [Candidate] = []
            var predicates = PredicateEvaluator()
            for scan in scans {
                try Self.checkCancellation()
                let rows = try Self.matching(scan, selection, &predicates)
                guard !rows.isEmpty else { continue }
                let keys = try scan.reading(key)
                let group = numbers[ObjectIdentifier(scan.group)] ?? 0
                found += rows.map { Candidate(key: keys[Int($0)], group: group, row: Int($0)) }
                if found.count > max(4 * min(limit, 1 << 40), 65_536) {
                    found = Self.first(limit, found, isAscending: isAscending)
                }
            }
            return found
        }
        var found = FoundRows()
        for candidate in Self.first(limit, shares.flatMap { $0 }, isAscending: isAscending) {
            let group = groups[candidate.group]
            if let last = found.runs.indices.last, found.runs[last].group === group {
                found.runs[last].rows.append(candidate.row)
            } else {
                found.runs.append((group, [candidate.row]))
            }
        }
        return found
    }

    private static func first(_ limit: Int, _ found: [Candidate], isAscending: Bool) -> [Candidate] {
        let sorted = found.sorted { left, right in
            if left.key != right.key { return (left.key < right.key) == isAscending }
            return (left.group, left.row) < (right.group, right.row)
        }
        return Array(sorted.prefix(limit))
    }

    private static func matching(
        _ scan: GroupScan, _ selection: RowSelection, _ predicates: inout PredicateEvaluator
    ) throws(SpanSourceError) -> [UInt16] {
        guard let traces = selection.traces else {
            return try predicates.rows(scan, range: selection.range, selection.filter).rows()
        }
        var rows = try scan.reading { (scan) throws(SpanStoreError) in try scan.rows(ofTraces: traces) }
        guard !rows.isEmpty else { return [] }
        rows.formIntersection(try predicates.rows(scan, range: selection.range, selection.filter))
        return rows.rows()
    }

    private func append(
        _ run: (group: RowGroup, rows: [Int]), _ body: (ColumnTable, [Int]) -> Void
    ) throws(SpanSourceError) {
        let scan = GroupScan(group: run.group, reader: reader, worker: 0)
        body(try scan.reading { (scan) throws(SpanStoreError) in try scan.group.table(reader, worker: 0) }, run.rows)
    }

    /// The name each stored attribute gets in a batch.
    private static func rename(
        _ projection: RowSelection.AttributeProjection
    ) -> (AttributeName) -> AttributeName? {
        switch projection {
        case .none: return { _ in nil }
        case .all: return { $0 }
        case .keys(let keys):
            var names: [String: String] = [:]
            for key in keys {
                for spelling in AttributeAliases.spellings(of: key) { names[spelling] = key }
            }
            return { name in names[name.key].map { AttributeName(name.scope, $0) } }
        }
    }
}

extension RowGroup {
    /// False only where the group certainly holds none of the traces.
    func mayHold(_ traces: Set<TraceID>?) -> Bool {
        guard let traces, case .segment(_, let filter) = storage else { return true }
        return traces.contains { filter.mayContain($0) }
    }
}

extension GroupScan {
    /// The rows of any of these traces.
    func rows(ofTraces traces: Set<TraceID>) throws(SpanStoreError) -> Bitmap {
        let none = Bitmap(count: group.rowCount, filled: false)
        guard let coded = try column(.trace)?.coded, case .traces(let entries) = coded.dictionary else { return none }
        var wanted = [Bool](repeating: false, count: entries.count + 1)
        var isAny = false
        for (entry, trace) in entries.enumerated() where traces.contains(trace) {
            wanted[entry + 1] = true
            isAny = true
        }
        guard isAny else { return none }
        let codes = coded.denseCodes(rowCount: group.rowCount)
        return Bitmap(count: group.rowCount) { wanted[Int(codes[$0])] }
    }
}
