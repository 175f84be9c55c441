import Telemetry

/// The columns of a group that are one attribute: its spellings and types, in the order they are tried.
struct CanonicalField {
    let name: AttributeName
    let columns: [Int]

    /// Every attribute of a group.
    static func all(in group: RowGroup) -> [CanonicalField] {
        var columns: [AttributeName: [(rank: Int, type: ValueType, index: Int)]] = [:]
        for (index, key) in group.keys.enumerated() {
            guard case .attribute(let name, let type) = key else { continue }
            let canonical = AttributeAliases.canonical(name.key)
            let rank =
                canonical == name.key ? 0 : AttributeAliases.spellings(of: canonical).firstIndex(of: name.key) ?? 0
            columns[AttributeName(name.scope, canonical), default: []].append((rank, type, index))
        }
        return columns.map { name, columns in
            CanonicalField(
                name: name, columns: columns.sorted { ($0.rank, $0.type) < ($1.rank, $1.type) }.map(\.index))
        }
    }

    /// Whether the key, or one of its spellings, contains a text, whatever its case.
    func contains(_ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        let wanted = text.lowercased()
        return AttributeAliases.spellings(of: name.key).contains { $0.lowercased().contains(wanted) }
    }
}

extension GroupScan {
    /// One column out of a field's columns.
    func data(_ columns: [Int]) throws(SpanStoreError) -> ColumnData? {
        if case .coded(let data) = try coalesce(columns) { data } else { nil }
    }
}
