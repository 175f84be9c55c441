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
        if !view.isInteger { isInteger = false }
        switch view {
        case .absent: return
        case .numbers(let values):
            values.withUnsafeBufferPointer { values in
                add(slice, isInteger: true) {
                    Double(values[$0])
                } integer: {
                    values[$0]
                } has: { _ in
                    true
                }
            }
        case .integers(let codes, let values):
            add(slice, isInteger: true) {
                Double(values[Int(codes[$0])])
            } integer: {
                values[Int(codes[$0])]
            } has: {
                codes[$0] != 0
            }
        case .doubles(let codes, let values, let isNumber):
            add(slice, isInteger: false) {
                values[Int(codes[$0])]
            } integer: { _ in
                0
            } has: {
                isNumber[Int(codes[$0])]
            }
        }
    }

    @inline(__always)
    private mutating func add(
        _ slice: RowSlice, isInteger: Bool, _ value: (Int) -> Double, integer: (Int) -> Int64, has: (Int) -> Bool
    ) {
        let needsSum = kind == .sum || kind == .average
        if needsSum, slice.weights != nil { self.isInteger = false }
        for position in 0..<slice.rows.count {
            let row = Int(slice.rows[position])
            guard has(row) else { continue }
            let group = Int(slice.groups[position])
            if needsSum {
                let rowWeight = Double(slice.weights?[row] ?? 1)
                weight[group] += rowWeight
                if isInteger && slice.weights == nil {
                    integerSum[group] &+= integer(row)
                } else {
                    sum[group] += value(row) * rowWeight
                }
            } else {
                weight[group] = 1
                if isInteger {
                    let number = integer(row)
                    if number < integerLow[group] { integerLow[group] = number }
                    if number > integerHigh[group] { integerHigh[group] = number }
                }
                let number = value(row)
                if number < low[group] { low[group] = number }
                if number > high[group] { high[group] = number }
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
            return .integers(
                (0..<groupCount).map { group in
                    guard weight[group] > 0 else { return nil }
                    return switch kind {
                    case .sum, .average: integerSum[group]
                    case .minimum: integerLow[group]
                    case .maximum: integerHigh[group]
                    }
                })
        }
        return .doubles(
            (0..<groupCount).map { group in
                guard weight[group] > 0 else { return nil }
                let total = Double(integerSum[group]) + sum[group]
                return switch kind {
                case .sum: total
                case .average: total / weight[group]
                case .minimum: low[group]
                case .maximum: high[group]
                }
            })
    }
}
