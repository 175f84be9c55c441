import SpanSources
import Telemetry

extension QueryEngine {
    /// Distinct values are counted up to here.
    private static let distinctLimit = 100_000

    /// The attributes that occur, under their canonical names.
    func fields(_ request: FieldDiscovery, _ snapshot: StoreSnapshot) async throws(SpanSourceError) -> [FieldSummary] {
        let groups = snapshot[request.dataset].filter { $0.overlaps(request.range) }
        let context = try await context([request.filter], on: groups, snapshot)
        let shares = try await spread(groups) { (scans) throws(SpanSourceError) in
            var tallies: [AttributeName: FieldTally] = [:]
            var predicates = PredicateEvaluator(context)
            for scan in scans {
                try Self.checkCancellation()
                let rows = try predicates.rows(scan, range: request.range, request.filter)
                if !rows.isEmpty { try Self.tally(scan, rows, request.keyContains, &tallies) }
            }
            return tallies
        }
        var total = shares[0]
        for share in shares.dropFirst() {
            for (name, tally) in share { total[name, default: FieldTally()].merge(tally) }
        }
        return total.filter { $0.value.rows > 0 }.sorted { $0.key < $1.key }
            .map { $0.value.summary($0.key, values: request.valuesPerField, distinctLimit: Self.distinctLimit) }
    }

    private static func tally(
        _ scan: GroupScan, _ rows: Bitmap, _ keyContains: String, _ tallies: inout [AttributeName: FieldTally]
    ) throws(SpanSourceError) {
        let isWhole = rows.population == scan.group.rowCount
        for field in CanonicalField.all(in: scan.group) where field.contains(keyContains) {
            let data = try scan.reading { (scan) throws(SpanStoreError) in try scan.data(field.columns) }
            guard let data, let coded = data.coded else { continue }
            let counts = isWhole ? data.counts() : coded.counts(in: rows)
            tallies[field.name, default: FieldTally()].add(coded.dictionary, counts, data.hashes())
        }
    }
}

/// What is known of one attribute while groups are gone through.
struct FieldTally: Sendable {
    private var table = ValueTable()
    private var counts: [Int] = []
    private var types: Set<UInt8> = []
    private(set) var rows = 0

    /// Takes one group's counts per code in.
    mutating func add(_ dictionary: ColumnDictionary, _ codeCounts: [UInt32], _ hashes: [UInt64]) {
        for entry in 0..<dictionary.count where codeCounts[entry + 1] > 0 {
            let count = Int(codeCounts[entry + 1])
            rows += count
            types.insert(dictionary.value(entry).type.rawValue)
            let number = Int(table.number(hashes[entry]) { dictionary.value(entry) })
            counts.extend(to: number + 1, with: 0)
            counts[number] += count
        }
    }

    /// Takes another share in.
    mutating func merge(_ other: FieldTally) {
        rows += other.rows
        types.formUnion(other.types)
        for (entry, hash) in other.table.hashes.enumerated() {
            let number = Int(table.number(hash) { other.table.values[entry] })
            counts.extend(to: number + 1, with: 0)
            counts[number] += other.counts[entry]
        }
    }

    func summary(_ name: AttributeName, values limit: Int, distinctLimit: Int) -> FieldSummary {
        let frequent = counts.indices.sorted { left, right in
            counts[left] != counts[right]
                ? counts[left] > counts[right] : table.values[left].description < table.values[right].description
        }
        return FieldSummary(
            name: name, types: types.sorted().compactMap { ValueType(rawValue: $0)?.word }, rows: rows,
            distinct: min(table.count, distinctLimit),
            frequent: frequent.prefix(max(0, limit)).map {
                FieldSummary.ValueCount(value: table.values[$0], rows: counts[$0])
            })
    }
}

extension AttributeValue {
    /// The type of column it lives in.
    var type: ValueType {
        switch self {
        case .string: .text
        case .integer: .integer
        case .double: .double
        case .boolean: .boolean
        case .composite: .composite
        }
    }
}
