public import SpanSources
public import Telemetry

/// A span source over a few hand-written rows: slow, obvious, and therefore what other sources are held against.
public struct InMemorySpanSource: SpanSource {
    public let backend = "memory"
    private let batch: TelemetryBatch
    private let families: InMemoryFamilies

    /// Makes a source.
    public init(_ spans: [TestSpan], events: [TestEvent] = []) {
        var batch = TelemetryBatch()
        batch.spans = SpanBatch(spans)
        batch.events = EventBatch(events)
        self.init(batch)
    }

    /// Makes a source over columns.
    public init(_ batch: TelemetryBatch) {
        self.batch = batch
        families = InMemoryFamilies(batch.spans)
    }

    func rows(_ dataset: Dataset) -> InMemoryRows { InMemoryRows(batch: batch, dataset: dataset, families: families) }

    public func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable {
        InMemoryAggregation(rows: rows(query.dataset), query: query).table()
    }

    public func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch {
        batch.spans.picking(picked(selection, .spans), selection.attributes)
    }

    public func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch {
        batch.events.picking(picked(selection, .events), selection.attributes)
    }

    public func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch {
        let selection = RowSelection(range: .all, traces: [id], attributes: .all, order: .oldestFirst, limit: .max)
        var trace = TelemetryBatch()
        trace.spans = try await spans(selection)
        trace.events = try await events(selection)
        return trace
    }

    public func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary] {
        let rows = rows(request.dataset)
        let matching = rows.matching(request.filter, request.range)
        let columns = request.dataset == .spans ? batch.spans.attributes : batch.events.attributes
        return Set(columns.map(\.name)).sorted().compactMap { name in
            guard request.keyContains.isEmpty || name.key.lowercased().contains(request.keyContains.lowercased()) else {
                return nil
            }
            let values = matching.compactMap { row in
                columns.lazy.filter { $0.name == name }.compactMap { $0.value(atRow: row) }.first
            }
            guard !values.isEmpty else { return nil }
            let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
            let frequent = counts.sorted { ($1.value, $0.key.description) < ($0.value, $1.key.description) }
            return FieldSummary(
                name: name, types: Set(values.map(\.typeName)).sorted(), rows: values.count, distinct: counts.count,
                frequent: frequent.prefix(request.valuesPerField).map { .init(value: $0.key, rows: $0.value) })
        }
    }

    public func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts {
        InMemoryComparison(rows: rows(request.dataset), request: request).counts()
    }

    public func coverage() async throws(SpanSourceError) -> TimeRange? {
        guard let first = batch.spans.startNanoseconds.min(), let last = batch.spans.startNanoseconds.max() else {
            return nil
        }
        return TimeRange(start: Timestamp(nanoseconds: first), end: Timestamp(nanoseconds: last + 1))
    }

    private func picked(_ selection: RowSelection, _ dataset: Dataset) -> [Int] {
        let rows = rows(dataset)
        let matching = rows.matching(selection.filter, selection.range).filter {
            (selection.traces?.contains(rows.traceID($0)) ?? true)
                && (selection.sample?.contains(rows.traceID($0)) ?? true)
        }
        let sorted = matching.sorted { left, right in
            switch selection.order {
            case .newestFirst: (rows.time(left), right) > (rows.time(right), left)
            case .oldestFirst, .unordered: (rows.time(left), left) < (rows.time(right), right)
            case .slowestFirst:
                dataset == .spans
                    ? batch.spans.durationNanoseconds[left] > batch.spans.durationNanoseconds[right]
                    : rows.time(left) > rows.time(right)
            }
        }
        return Array(sorted.prefix(selection.limit))
    }
}
