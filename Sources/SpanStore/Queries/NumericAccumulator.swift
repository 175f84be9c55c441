import SpanSources
import Telemetry

/// `sum`, `average`, `minimum` and `maximum`.
///
/// Integers of weight 1 are summed as integers, so that the order of segments cannot change a result.
struct NumericAccumulator: Accumulator {
    /// Which number is wanted in the end.
    enum Kind { case sum, average, minimum, maximum }

    private let field: Field
    private let kind: Kind
    private var integerSum: [Int64] = []
    private var sum: [Double] = []
    private var weight: [Double] = []
    private var low: [Double] = []
    private var high: [Double] = []
    private var integerLow: [Int64] = []
    private var integerHigh: [Int64] = []
    private var isInteger = true

    init(_ field: Field, _ kind: Kind) {
        self.field = field
        self.kind = kind
    }

    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        let field = field
        let view = try slice.scan.reading { (scan) throws(SpanStoreError) in try NumericView(field, scan) }
        extend(to: slice.groupCount)
        let needsSum = kind == .sum || kind == .average
        if !view.isInteger || (needsSum && slice.weights != nil) { isInteger = false }
        switch (needsSum, view.isInteger) {
        case (true, true) where slice.weights == nil: addIntegers(view, slice)
        case (true, _): addNumbers(view, slice)
        case (false, true): boundIntegers(view, slice)
        case (false, false): boundNumbers(view, slice)
        }
    }

    private mutating func addIntegers(_ view: NumericView, _ slice: RowSlice) {
        Self.onGroups(slice, &integerSum, &weight) { groups, sums, weights in
            view.forEachInteger(in: slice) { position, number in
                let group = Int(groups[position])
                sums[group] &+= number
                weights[group] += 1
            }
        }
    }

    private mutating func addNumbers(_ view: NumericView, _ slice: RowSlice) {
        Self.onGroups(slice, &sum, &weight) { groups, sums, weights in
            view.forEach(in: slice) { position, row, number in
                let group = Int(groups[position])
                let rowWeight = Double(slice.weights?[row] ?? 1)
                sums[group] += number * rowWeight
                weights[group] += rowWeight
            }
        }
    }

    private mutating func boundIntegers(_ view: NumericView, _ slice: RowSlice) {
        Self.onGroups(slice, &integerLow, &integerHigh) { groups, low, high in
            view.forEachInteger(in: slice) { position, number in
                let group = Int(groups[position])
                if number < low[group] { low[group] = number }
                if number > high[group] { high[group] = number }
            }
        }
    }

    private mutating func boundNumbers(_ view: NumericView, _ slice: RowSlice) {
        Self.onGroups(slice, &low, &high) { groups, low, high in
            view.forEach(in: slice) { position, _, number in
                let group = Int(groups[position])
                if number < low[group] { low[group] = number }
                if number > high[group] { high[group] = number }
            }
        }
    }

    /// Calls the body with the groups of the rows and two arrays by group, none of them checked on access.
    @inline(__always)
    private static func onGroups<First, Second>(
        _ slice: RowSlice, _ first: inout [First], _ second: inout [Second],
        _ body: (
            UnsafeBufferPointer<UInt32>, UnsafeMutableBufferPointer<First>, UnsafeMutableBufferPointer<Second>
        ) -> Void
    ) {
        slice.groups.withUnsafeBufferPointer { groups in
            first.withUnsafeMutableBufferPointer { first in
                second.withUnsafeMutableBufferPointer { second in body(groups, first, second) }
            }
        }
    }

    private mutating func extend(to count: Int) {
        integerSum.extend(to: count, with: 0)
        sum.extend(to: count, with: 0)
        weight.extend(to: count, with: 0)
        low.extend(to: count, with: .infinity)
        high.extend(to: count, with: -.infinity)
        integerLow.extend(to: count, with: .max)
        integerHigh.extend(to: count, with: .min)
    }

    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) {
        guard let other = other as? NumericAccumulator else { return }
        extend(to: groupCount)
        if !other.isInteger { isInteger = false }
        for (group, target) in map.enumerated() where group < other.weight.count {
            integerSum[Int(target)] &+= other.integerSum[group]
            sum[Int(target)] += other.sum[group]
            weight[Int(target)] += other.weight[group]
            low[Int(target)] = min(low[Int(target)], other.low[group])
            high[Int(target)] = max(high[Int(target)], other.high[group])
            integerLow[Int(target)] = min(integerLow[Int(target)], other.integerLow[group])
            integerHigh[Int(target)] = max(integerHigh[Int(target)], other.integerHigh[group])
        }
    }

    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues] {
        [values(groupCount: groupCount)]
    }

    private mutating func values(groupCount: Int) -> ResultValues {
        extend(to: groupCount)
        if isInteger, kind != .average {
            return .integers((0..<groupCount).map { integer($0) })
        }
        return .doubles((0..<groupCount).map { number($0) })
    }

    /// The answer where all numbers were integers; nil for a group without any.
    private func integer(_ group: Int) -> Int64? {
        switch kind {
        case .sum, .average: weight[group] > 0 ? integerSum[group] : nil
        case .minimum: integerLow[group] <= integerHigh[group] ? integerLow[group] : nil
        case .maximum: integerLow[group] <= integerHigh[group] ? integerHigh[group] : nil
        }
    }

    /// The answer where integers and others may have met; nil for a group without any.
    private func number(_ group: Int) -> Double? {
        let total = Double(integerSum[group]) + sum[group]
        let hasIntegers = integerLow[group] <= integerHigh[group]
        guard hasIntegers || low[group] <= high[group] || weight[group] > 0 else { return nil }
        return switch kind {
        case .sum: total
        case .average: total / weight[group]
        case .minimum: hasIntegers ? min(low[group], Double(integerLow[group])) : low[group]
        case .maximum: hasIntegers ? max(high[group], Double(integerHigh[group])) : high[group]
        }
    }
}
