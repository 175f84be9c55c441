import SpanSources
import Telemetry

/// All quantiles of one field: exact up to a number of rows, off by at most 1 % after that.
///
/// The first look at the rows only counts per group and bucket. Once all counts are known, a second look picks the
/// numbers of the few buckets that hold an asked rank, and only those are ordered. Where there are too many groups
/// for one table of buckets, the second look picks all numbers, or there is a sketch per group.
struct QuantileAccumulator: Accumulator {
    private let field: Field
    private let quantiles: [Double]
    private let exactLimit: Int
    private var rows = 0
    private var isWeighted = false
    /// Nil once it would have become too large.
    private var table: QuantileHistogram? = QuantileHistogram()
    /// What the second look goes through: everything while that is exact, nothing after that.
    private var kept: [KeptSlice] = []
    /// Everything that is neither in the table nor kept.
    private var sketches: [QuantileSketch] = []
    private var plan: QuantilePlan?
    private var candidates = QuantileCandidates(isWeighted: false)

    /// A slice and the query's number of each of its groups, where that is not the slice's own.
    private struct KeptSlice {
        var slice: RowSlice
        var map: [UInt32]?
    }

    init(_ field: Field, _ quantiles: [Double], exactLimit: Int) {
        self.field = field
        self.quantiles = quantiles
        self.exactLimit = exactLimit
    }

    private var isExact: Bool { rows <= exactLimit }

    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        let view = try view(slice)
        if case .absent = view { return }
        let wasExact = isExact
        rows += slice.rows.count
        isWeighted = isWeighted || slice.weights != nil
        if table?.add(view, slice) == false {
            if !wasExact, let table { sketch(table, map: nil) }
            table = nil
        }
        kept.append(KeptSlice(slice: slice))
        guard !isExact else { return }
        if table == nil { try sketch(kept) }
        kept = []
    }

    private func view(_ slice: RowSlice) throws(SpanSourceError) -> NumericView {
        let field = field
        return try slice.scan.reading { (scan) throws(SpanStoreError) in try NumericView(field, scan) }
    }

    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) throws(SpanSourceError) {
        guard let other = other as? QuantileAccumulator else { return }
        let own = self
        rows += other.rows
        isWeighted = isWeighted || other.isWeighted
        if let more = other.table, table?.merge(more, map: map, groupCount: groupCount) == true {
        } else {
            table = nil
        }
        let mapped = other.kept.map { KeptSlice(slice: $0.slice, map: map) }
        kept = isExact ? kept + mapped : []
        guard !isExact, table == nil else { return }
        if let table = own.table { sketch(table, map: nil) } else { try sketch(own.kept) }
        if let table = other.table { sketch(table, map: map) } else { try sketch(mapped) }
        sketches.extend(to: groupCount, with: QuantileSketch())
        for (group, sketch) in other.sketches.enumerated() { sketches[Int(map[group])].merge(sketch) }
    }

    /// Decides what the second look is for; false where none is needed.
    mutating func prepareSecondLook(groupCount: Int) -> Bool {
        guard isExact || table != nil else { return false }
        let plan = QuantilePlan(quantiles, table, groupCount: groupCount)
        self.plan = plan
        candidates = QuantileCandidates(isWeighted: isWeighted)
        return isExact && rows > 0
    }

    /// What one worker's second look at its own slices finds.
    func secondLook(worker: Int) throws(SpanSourceError) -> QuantileCandidates {
        var found = QuantileCandidates(isWeighted: isWeighted)
        for each in kept where each.slice.scan.worker == worker {
            plan?.pick(try view(each.slice), each.slice, map: each.map, into: &found)
        }
        return found
    }

    /// Takes what a worker's second look has found.
    mutating func take(_ found: QuantileCandidates) { candidates.append(found) }

    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues] {
        if isExact, let plan { return plan.cells(candidates).map { .doubles($0) } }
        isApproximate = true
        if let plan { return plan.approximateCells().map { .doubles($0) } }
        sketches.extend(to: groupCount, with: QuantileSketch())
        return quantiles.map { q in .doubles(sketches.prefix(groupCount).map { $0.quantile(q) }) }
    }
}

extension QuantileAccumulator {
    private mutating func sketch(_ slices: [KeptSlice]) throws(SpanSourceError) {
        for each in slices {
            let groups = each.map.map { map in each.slice.groups.map { map[Int($0)] } } ?? each.slice.groups
            sketches.extend(to: Int(groups.max() ?? 0) + 1, with: QuantileSketch())
            try view(each.slice).forEach(in: each.slice) { position, row, number in
                sketches[Int(groups[position])].add(number, weight: Double(each.slice.weights?[row] ?? 1))
            }
        }
    }

    private mutating func sketch(_ table: QuantileHistogram, map: [UInt32]?) {
        for group in 0..<table.groupCount {
            let target = map.map { Int($0[group]) } ?? group
            sketches.extend(to: target + 1, with: QuantileSketch())
            for (place, weight) in table.weights(group).enumerated() where weight > 0 {
                sketches[target].add(QuantileHistogram.middle(table.base + place), weight: weight)
            }
        }
    }
}
