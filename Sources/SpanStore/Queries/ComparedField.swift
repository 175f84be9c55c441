import SpanSources
import Telemetry

/// One field of a comparison and where it stands in each group.
struct ComparedField: Sendable {
    let field: Field
    /// Columns by group, in the order they are tried; empty where a group lacks the field.
    private let columns: [[Int]]

    /// The few-valued intrinsics, then every attribute that occurs, by name.
    static func all(in groups: [ComparedGroup]) -> [ComparedField] {
        var columns: [AttributeName: [[Int]]] = [:]
        for (index, side) in groups.enumerated() {
            for field in CanonicalField.all(in: side.group) {
                columns[field.name, default: Array(repeating: [], count: groups.count)][index] = field.columns
            }
        }
        let intrinsics: [(Intrinsic, IntrinsicColumn)] =
            groups.first?.group.dataset == .events
            ? [(.name, .name), (.service, .service), (.severity, .severity), (.source, .source)]
            : [(.name, .name), (.service, .service), (.kind, .kind), (.status, .status)]
        return intrinsics.map { intrinsic, column in
            ComparedField(
                field: .intrinsic(intrinsic), columns: groups.map { $0.group.index(column).map { [$0] } ?? [] })
        }
            + columns.sorted { $0.key < $1.key }.map {
                ComparedField(field: .attribute($0.key), columns: $0.value)
            }
    }

    /// Counts the field over all groups; nil where no row has it.
    func counts(
        _ groups: [ComparedGroup], _ engine: QueryEngine, worker: Int, limit: Int
    ) throws(SpanSourceError) -> AttributeCounts? {
        do throws(SpanStoreError) {
            var decoded = [ColumnData?](repeating: nil, count: groups.count)
            let data = { (index: Int) throws(SpanStoreError) -> ColumnData? in
                if let known = decoded[index] { return known }
                let scan = GroupScan(group: groups[index].group, reader: engine.reader, worker: worker)
                decoded[index] = try self.data(scan, group: index)
                return decoded[index]
            }
            let sources = groups.map { (segment: $0.segment, isWhole: $0.isWhole) }
            let numbered = try engine.numberings.numbers(field, groups[0].group.dataset, sources, data)
            var counted = CountedField(numbered)
            try counted.count(groups) { (index) throws(SpanStoreError) in
                // Values need a dictionary, rows only codes: those take far less memory and stay from query to query.
                if columns[index].count == 1, decoded[index] == nil,
                    let codes = try groups[index].group.codes(columns[index][0], engine.reader, worker: worker)
                {
                    return .packed(codes)
                }
                return try data(index)?.coded.map { .decoded($0) }
            }
            return counted.counts(field, limit: limit)
        } catch {
            throw SpanSourceError(.backend, error.message, hint: error.hint)
        }
    }

    private func data(_ scan: GroupScan, group: Int) throws(SpanStoreError) -> ColumnData? {
        guard case .intrinsic = field else { return try scan.data(columns[group]) }
        if case .coded(let data) = try scan.view(field) { return data } else { return nil }
    }
}
