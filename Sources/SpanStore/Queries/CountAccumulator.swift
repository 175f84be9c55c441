import SpanSources

/// `count`, `countWhere` and `share`.
struct CountAccumulator: Accumulator {
    private let condition: Predicate?
    private let isShare: Bool
    private var matching: [Int64] = []
    private var total: [Int64] = []
    private var weightedMatching: [Double] = []
    private var weightedTotal: [Double] = []

    init(condition: Predicate?, isShare: Bool) {
        self.condition = condition
        self.isShare = isShare
    }

    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        let bitmap: Bitmap? = if let condition { try predicates.evaluate(condition, slice.scan) } else { nil }
        if let weights = slice.weights {
            addWeighted(slice, weights, bitmap)
        } else {
            if let bitmap { Self.count(slice, bitmap, &matching) } else { Self.count(slice, &matching) }
            if isShare { Self.count(slice, &total) }
        }
    }

    private static func count(_ slice: RowSlice, _ counts: inout [Int64]) {
        counts.extend(to: slice.groupCount, with: 0)
        counts.withUnsafeMutableBufferPointer { counts in
            slice.groups.withUnsafeBufferPointer { groups in
                for group in groups { counts[Int(group)] &+= 1 }
            }
        }
    }

    private static func count(_ slice: RowSlice, _ bitmap: Bitmap, _ counts: inout [Int64]) {
        counts.extend(to: slice.groupCount, with: 0)
        counts.withUnsafeMutableBufferPointer { counts in
            slice.groups.withUnsafeBufferPointer { groups in
                if slice.isWhole {
                    bitmap.forEachRow { counts[Int(groups[$0])] &+= 1 }
                } else {
                    slice.forEachRow { position, row in
                        counts[Int(groups[position])] &+= bitmap[row] ? 1 : 0
                    }
                }
            }
        }
    }

    private mutating func addWeighted(_ slice: RowSlice, _ weights: [Float], _ bitmap: Bitmap?) {
        weightedMatching.extend(to: slice.groupCount, with: 0)
        weightedTotal.extend(to: slice.groupCount, with: 0)
        for position in 0..<slice.rows.count {
            let row = Int(slice.rows[position])
            let group = Int(slice.groups[position])
            weightedTotal[group] += Double(weights[row])
            if bitmap?[row] ?? true { weightedMatching[group] += Double(weights[row]) }
        }
    }

    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) {
        guard let other = other as? CountAccumulator else { return }
        Self.merge(other.matching, into: &matching, map, groupCount)
        Self.merge(other.total, into: &total, map, groupCount)
        Self.merge(other.weightedMatching, into: &weightedMatching, map, groupCount)
        Self.merge(other.weightedTotal, into: &weightedTotal, map, groupCount)
    }

    static func merge<Number: Numeric>(_ other: [Number], into own: inout [Number], _ map: [UInt32], _ count: Int) {
        guard !other.isEmpty else { return }
        own.extend(to: count, with: 0)
        for (group, value) in other.enumerated() { own[Int(map[group])] += value }
    }

    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues] {
        [values(groupCount: groupCount)]
    }

    private mutating func values(groupCount: Int) -> ResultValues {
        var matching = matching
        matching.extend(to: groupCount, with: 0)
        var weighted = weightedMatching
        weighted.extend(to: groupCount, with: 0)
        guard isShare else {
            return .integers((0..<groupCount).map { matching[$0] + Int64(weighted[$0].rounded()) })
        }
        var total = total
        total.extend(to: groupCount, with: 0)
        var weightedTotal = weightedTotal
        weightedTotal.extend(to: groupCount, with: 0)
        return .doubles(
            (0..<groupCount).map { group in
                let all = Double(total[group]) + weightedTotal[group]
                return all == 0 ? nil : (Double(matching[group]) + weighted[group]) / all
            })
    }
}
