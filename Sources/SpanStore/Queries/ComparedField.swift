import SpanSources
import Telemetry

/// One field of a comparison and where it stands in each group.
struct ComparedField: Sendable {
    let field: Field
    private let source: Source

    private enum Source: Sendable {
        /// Columns by group; empty where a group lacks the attribute.
        case attribute([[Int]])
        case intrinsic
    }

    /// The few-valued intrinsics, then every attribute that occurs, by name.
    static func all(in groups: [ComparedGroup]) -> [ComparedField] {
        var columns: [AttributeName: [[Int]]] = [:]
        for (index, side) in groups.enumerated() {
            for field in CanonicalField.all(in: side.group) {
                columns[field.name, default: Array(repeating: [], count: groups.count)][index] = field.columns
            }
        }
        let intrinsics: [Intrinsic] =
            groups.first?.group.dataset == .events
            ? [.name, .service, .severity, .source] : [.name, .service, .kind, .status]
        return intrinsics.map { ComparedField(field: .intrinsic($0), source: .intrinsic) }
            + columns.sorted { $0.key < $1.key }.map {
                ComparedField(field: .attribute($0.key), source: .attribute($0.value))
            }
    }

    /// Counts the field over all groups; nil where no row has it.
    func counts(
        _ groups: [ComparedGroup], _ engine: QueryEngine, worker: Int, limit: Int
    ) throws(SpanSourceError) -> AttributeCounts? {
        do throws(SpanStoreError) {
            var columns = [ColumnData?](repeating: nil, count: groups.count)
            let data = { (index: Int) throws(SpanStoreError) -> ColumnData? in
                if let known = columns[index] { return known }
                let scan = GroupScan(group: groups[index].group, reader: engine.reader, worker: worker)
                let data = try self.data(scan, group: index)
                columns[index] = data
                return data
            }
            let sources = groups.map { (segment: $0.segment, isWhole: $0.isWhole) }
            let numbered = try engine.numberings.numbers(field, groups[0].group.dataset, sources, data)
            return try CountedField(numbered, groups, data).counts(field, limit: limit)
        } catch {
            throw SpanSourceError(.backend, error.message, hint: error.hint)
        }
    }

    private func data(_ scan: GroupScan, group: Int) throws(SpanStoreError) -> ColumnData? {
        switch source {
        case .attribute(let columns): return try scan.data(columns[group])
        case .intrinsic: if case .coded(let data) = try scan.view(field) { return data } else { return nil }
        }
    }
}
