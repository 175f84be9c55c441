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

extension CodedColumn {
    /// How many of the given rows have each code; element 0 counts those without a value in a dense column.
    func counts(in rows: Bitmap) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: dictionary.count + 1)
        counts.withUnsafeMutableBufferPointer { counts in
            if let own = self.rows {
                for position in 0..<own.count where rows[Int(own[position])] { counts[Int(codes[position])] &+= 1 }
            } else {
                for (index, word) in rows.words.enumerated() {
                    var rest = word
                    while rest != 0 {
                        counts[Int(codes[index &* 64 &+ rest.trailingZeroBitCount])] &+= 1
                        rest &= rest &- 1
                    }
                }
            }
        }
        return counts
    }
}
