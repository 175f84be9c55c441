import SpanSources
import Telemetry

/// One worker reading one group.
struct GroupScan {
    let group: RowGroup
    let reader: ChunkReader
    let worker: Int

    /// The values of a field.
    func view(_ field: Field) throws(SpanStoreError) -> FieldView {
        switch field {
        case .intrinsic(let intrinsic): return try view(intrinsic)
        case .attribute(let name):
            if name == AttributeName(.resource, "service.name") { return try view(.service) }
            return try coalesce(AttributeAliases.spellings(of: name.key).flatMap { columns($0, name.scope) })
        case .anyScope(let key):
            if key == "service.name" { return try view(.service) }
            return try coalesce(anyScope(key, [.span, .resource, .instrumentation]))
        case .build:
            return try coalesce(BuildIdentity.lookupOrder.flatMap { anyScope($0, [.resource, .span]) })
        }
    }

    /// An intrinsic column as it is stored; nil where the group has none.
    func column(_ column: IntrinsicColumn) throws(SpanStoreError) -> ColumnData? {
        guard let index = group.index(column) else { return nil }
        return try group.column(index, reader, worker: worker)
    }

    /// Adjusted counts; nil where every row counts once.
    func weights() throws(SpanStoreError) -> [Float]? {
        guard case .weights(let weights) = try column(.weight)?.column else { return nil }
        return weights
    }

    /// Start times.
    func times() throws(SpanStoreError) -> [Int64] {
        guard case .numbers(let times) = try column(.time)?.column else { throw ByteReader.damaged }
        return times
    }

    private func view(_ intrinsic: Intrinsic) throws(SpanStoreError) -> FieldView {
        switch intrinsic {
        case .name: return try stored(.name)
        case .service: return try stored(.service)
        case .duration: return try stored(.duration)
        case .time: return try stored(.time)
        case .traceID: return try stored(.trace)
        case .spanID: return try stored(.span)
        case .parentID: return try stored(.parent)
        case .severity: return try stored(.severity)
        case .status: return try words(.status) { SpanStatus(rawValue: $0)?.word }
        case .kind: return try words(.kind) { SpanKind(rawValue: $0)?.word }
        case .source: return try words(.source) { EventSource(rawValue: $0).map { "\($0)" } }
        case .statusMessage: return group.dataset == .spans ? try stored(.message) : .absent
        case .body: return group.dataset == .events ? try stored(.message) : .absent
        }
    }

    private func stored(_ column: IntrinsicColumn) throws(SpanStoreError) -> FieldView {
        guard let data = try self.column(column) else { return .absent }
        switch data.column {
        case .coded: return .coded(data)
        case .numbers(let values): return .numbers(values)
        case .identifiers(let values): return .identifiers(values)
        case .weights: return .absent
        }
    }

    /// A column of small numbers read as the words queries use.
    private func words(
        _ column: IntrinsicColumn, _ word: (UInt8) -> String?
    ) throws(SpanStoreError) -> FieldView {
        guard let coded = try self.column(column)?.coded, case .integers(let entries) = coded.dictionary else {
            return .absent
        }
        let words = entries.map { word(UInt8(truncatingIfNeeded: $0)) ?? String($0) }
        return .coded(
            ColumnData(
                .coded(CodedColumn(rows: coded.rows, codes: coded.codes, dictionary: .text(TextDictionary(words))))))
    }

    private func anyScope(_ key: String, _ scopes: [AttributeScope]) -> [Int] {
        let spellings = AttributeAliases.spellings(of: key)
        return scopes.flatMap { scope in spellings.flatMap { columns($0, scope) } }
    }

    private func columns(_ key: String, _ scope: AttributeScope) -> [Int] {
        guard let columns = group.attributes[key] else { return [] }
        return columns.lazy.filter { $0.scope == scope }.sorted { $0.type < $1.type }.map(\.index)
    }

    /// One column out of several: a row's value is that of the first column that has one.
    func coalesce(_ indices: [Int]) throws(SpanStoreError) -> FieldView {
        guard let first = indices.first else { return .absent }
        guard indices.count > 1 else { return .coded(try group.column(first, reader, worker: worker)) }
        var sources: [ColumnData] = []
        for index in indices { sources.append(try group.column(index, reader, worker: worker)) }
        return .coded(ColumnData(.coded(Coalescing.merge(sources, rowCount: group.rowCount))))
    }
}
