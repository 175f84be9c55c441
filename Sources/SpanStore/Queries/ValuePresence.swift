import SpanSources
import Telemetry

/// Which values of a field some rows of a group have, by hash.
struct ValuePresence {
    private let data: ColumnData?
    /// How many of the rows have each code.
    private let counts: [UInt32]
    /// Whether a row has no value; it stands under `GroupingCodes.nullHash`.
    private let hasNull: Bool

    /// - Parameter rows: The rows meant; all where nil.
    init(_ data: ColumnData?, rows: Bitmap?, rowCount: Int) {
        self.data = data
        guard let data, let coded = data.coded else {
            counts = []
            hasNull = rows.map { !$0.isEmpty } ?? (rowCount > 0)
            return
        }
        counts = rows.map { coded.counts(in: $0) } ?? data.counts()
        let valued = counts.dropFirst().reduce(0) { $0 &+ Int($1) }
        hasNull = valued < rows?.population ?? rowCount
    }

    /// Calls the body with the hash of every value.
    func forEach(_ body: (UInt64) -> Void) {
        if hasNull { body(GroupingCodes.nullHash) }
        guard let data, data.coded != nil else { return }
        let hashes = data.hashes()
        for entry in hashes.indices where counts[entry &+ 1] > 0 { body(hashes[entry]) }
    }

    /// The hashes that are none of these values.
    func without(_ hashes: [UInt64]) -> [UInt64] {
        guard let data, let coded = data.coded else {
            return hasNull ? hashes.filter { $0 != GroupingCodes.nullHash } : hashes
        }
        if case .mixed = coded.dictionary { return withoutMixed(hashes) }
        let entries = data.hashes()
        let index = data.index()
        return hashes.filter { hash in
            if hash == GroupingCodes.nullHash { return !hasNull }
            let code = index.code(hash, entries)
            return code == 0 || counts[Int(code)] == 0
        }
    }

    /// A mixed dictionary can hold a value twice, so that an index of it finds only one of the two.
    private func withoutMixed(_ hashes: [UInt64]) -> [UInt64] {
        var present = HashSet64(capacity: counts.count)
        forEach { _ = present.insert($0) }
        return hashes.filter { !present.contains($0) }
    }
}

/// Only rows with certain values of a field.
struct ValueRestriction: Sendable {
    let field: Field
    /// Hashes of the values; `GroupingCodes.nullHash` stands for rows without one.
    let hashes: HashSet64

    /// The rows of a group that have one of the values.
    func rows(_ scan: GroupScan) throws(SpanStoreError) -> Bitmap {
        let count = scan.group.rowCount
        let takesNull = hashes.contains(GroupingCodes.nullHash)
        guard case .coded(let data) = try scan.view(field), let coded = data.coded else {
            return Bitmap(count: count, filled: takesNull)
        }
        // Codes of the values not meant, inverted: rows that a sparse column leaves out count as null.
        var marks = [Bool](repeating: !takesNull, count: coded.dictionary.count + 1)
        for (entry, hash) in data.hashes().enumerated() { marks[entry + 1] = hashes.contains(hash) != takesNull }
        marks[0] = false
        var rows = coded.rows(marks, count: count)
        if takesNull { rows.invert() }
        return rows
    }
}
