import SpanSources
import Telemetry

/// Number of distinct values per group.
struct DistinctAccumulator: Accumulator {
    private let field: Field
    private var seen = HashSet64(capacity: 1024)
    private var counts: [Int64] = []
    /// The pairs as they were counted, for merging: group and value hash.
    private var pairs: [(group: UInt32, hash: UInt64)] = []

    init(_ field: Field) { self.field = field }

    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        let field = field
        counts.extend(to: slice.groupCount, with: 0)
        switch try slice.scan.reading({ (scan) throws(SpanStoreError) in try scan.view(field) }) {
        case .absent: return
        case .coded(let data):
            guard let coded = data.coded else { return }
            let codes = coded.denseCodes(rowCount: slice.scan.group.rowCount)
            let hashes = data.hashes()
            // A code that was just seen in the same group needs no look into the set.
            var lastGroup = [UInt32](repeating: .max, count: hashes.count + 1)
            for position in 0..<slice.rows.count {
                let code = Int(codes[Int(slice.rows[position])])
                let group = slice.groups[position]
                guard code != 0, lastGroup[code] != group else { continue }
                lastGroup[code] = group
                insert(group, hashes[code - 1])
            }
        case .numbers(let values):
            for position in 0..<slice.rows.count {
                let value = values[Int(slice.rows[position])]
                insert(slice.groups[position], ValueHash.bits(UInt64(bitPattern: value), kind: 1))
            }
        case .identifiers(let values):
            for position in 0..<slice.rows.count {
                let value = values[Int(slice.rows[position])]
                if value != 0 { insert(slice.groups[position], ValueHash.bits(value, kind: 5)) }
            }
        }
    }

    private mutating func insert(_ group: UInt32, _ hash: UInt64) {
        guard seen.insert(ValueHash.pair(hash, UInt64(group))) else { return }
        counts[Int(group)] += 1
        pairs.append((group, hash))
    }

    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) {
        guard let other = other as? DistinctAccumulator else { return }
        counts.extend(to: groupCount, with: 0)
        for pair in other.pairs { insert(map[Int(pair.group)], pair.hash) }
    }

    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues] {
        [values(groupCount: groupCount)]
    }

    private mutating func values(groupCount: Int) -> ResultValues {
        counts.extend(to: groupCount, with: 0)
        return .integers(counts.prefix(groupCount).map { $0 })
    }
}
