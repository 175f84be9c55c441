/// Which numbers decide the quantiles of every group (Hyndman-Fan type 7), and where a second look finds them.
///
/// With a histogram only the numbers of the few buckets that hold an asked rank are candidates, a slot per bucket;
/// without one all numbers are, a slot per group.
struct QuantilePlan: Sendable {
    private let quantiles: [Double]
    /// Places of the quantiles, ascending.
    private let order: [Int]
    private let groupCount: Int
    private let histogram: QuantileHistogram?
    /// For each cell of the histogram its slot, counted from 1; 0 where its numbers decide nothing.
    private var wanted: [UInt32] = []
    private var slotCount: Int
    /// For each group with numbers, and each quantile in ascending order: the ranks below and above.
    private var asks: [Ask] = []
    private var totals: [Double] = []

    /// A rank among the numbers of a slot.
    private struct Ask {
        var slot: Int
        var rank: Double
    }

    init(_ quantiles: [Double], _ histogram: QuantileHistogram?, groupCount: Int) {
        self.quantiles = quantiles
        order = quantiles.indices.sorted { quantiles[$0] < quantiles[$1] }
        self.groupCount = groupCount
        self.histogram = histogram
        slotCount = groupCount
        guard let histogram else { return }
        slotCount = 0
        wanted = [UInt32](repeating: 0, count: groupCount * histogram.width)
        for group in 0..<groupCount { want(group, histogram) }
    }

    private mutating func want(_ group: Int, _ histogram: QuantileHistogram) {
        var cursor = Cursor(weights: histogram.weights(group))
        let total = cursor.weights.reduce(0, +)
        totals.append(total)
        guard total > 0 else { return }
        for index in order {
            let (low, high) = Self.ranks(quantiles[index], total)
            cursor.advance(to: low)
            asks.append(ask(low, cursor, row: group * histogram.width))
            var above = cursor
            above.advance(to: high)
            asks.append(ask(high, above, row: group * histogram.width))
        }
    }

    private mutating func ask(_ rank: Double, _ cursor: Cursor, row: Int) -> Ask {
        let cell = row + cursor.bucket
        if wanted[cell] == 0 {
            slotCount += 1
            wanted[cell] = UInt32(slotCount)
        }
        return Ask(slot: Int(wanted[cell]) - 1, rank: rank - cursor.passed)
    }

    /// A walk over the buckets of a group, to the one that holds a rank.
    private struct Cursor {
        let weights: ArraySlice<Double>
        var bucket = 0
        /// Weight before the bucket.
        var passed = 0.0

        init(weights: ArraySlice<Double>) { self.weights = weights }

        mutating func advance(to rank: Double) {
            while bucket + 1 < weights.count, passed + weights[weights.startIndex + bucket] <= rank {
                passed += weights[weights.startIndex + bucket]
                bucket += 1
            }
        }
    }

    private static func ranks(_ q: Double, _ total: Double) -> (low: Double, high: Double) {
        let position = q * max(0, total - 1)
        let low = position.rounded(.down)
        return (low, position > low ? low + 1 : low)
    }

    /// Picks the candidates out of a slice; `map` gives the query's number of each of the slice's groups.
    func pick(_ view: NumericView, _ slice: RowSlice, map: [UInt32]?, into candidates: inout QuantileCandidates) {
        let groups = map.map { map in slice.groups.map { map[Int($0)] } } ?? slice.groups
        guard let histogram else {
            view.forEach(in: slice) { position, row, number in
                candidates.append(groups[position], number, slice.weights?[row] ?? 1)
            }
            return
        }
        let (base, width) = (histogram.base, histogram.width)
        groups.withUnsafeBufferPointer { groups in
            wanted.withUnsafeBufferPointer { wanted in
                view.forEach(in: slice) { position, row, number in
                    let bucket = QuantileHistogram.bucket(number) &- base
                    let slot = wanted[Int(groups[position]) &* width &+ bucket]
                    if slot != 0 { candidates.append(slot &- 1, number, slice.weights?[row] ?? 1) }
                }
            }
        }
    }

    /// For each quantile one cell per group; nil where a group has no numbers.
    func cells(_ candidates: QuantileCandidates) -> [[Double?]] {
        var statistics = OrderStatistics(candidates, slotCount: slotCount)
        var cells = quantiles.map { _ in [Double?](repeating: nil, count: groupCount) }
        var next = 0
        for group in 0..<groupCount {
            let total = histogram == nil ? statistics.total(group) : totals[group]
            guard total > 0 else { continue }
            for index in order {
                let (low, high) = Self.ranks(quantiles[index], total)
                var (below, above) = (Ask(slot: group, rank: low), Ask(slot: group, rank: high))
                if histogram != nil {
                    (below, above) = (asks[next], asks[next + 1])
                    next += 2
                }
                let number = statistics.number(below.slot, rank: below.rank)
                let nextNumber = statistics.number(above.slot, rank: above.rank)
                let fraction = quantiles[index] * max(0, total - 1) - low
                cells[index][group] = number + (nextNumber - number) * fraction
            }
        }
        return cells
    }

    /// The same from the histogram alone, each number taken as the middle of its bucket.
    func approximateCells() -> [[Double?]] {
        guard let histogram else { return [] }
        return quantiles.map { q in
            (0..<groupCount).map { group in
                guard totals[group] > 0 else { return nil }
                var cursor = Cursor(weights: histogram.weights(group))
                cursor.advance(to: q * max(0, totals[group] - 1))
                return QuantileHistogram.middle(histogram.base + cursor.bucket)
            }
        }
    }
}
