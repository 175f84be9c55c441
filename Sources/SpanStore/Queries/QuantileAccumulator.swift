import SpanSources
import Telemetry

/// All quantiles of one field: exact while the values fit, a log-bucket sketch of 1 % relative error after that.
struct QuantileAccumulator: Accumulator {
    private let field: Field
    private let quantiles: [Double]
    private let exactLimit: Int
    private var groups: [UInt32] = []
    private var numbers: [Double] = []
    private var weights: [Float]?
    private var sketches: [QuantileSketch] = []
    private var isSketched = false

    init(_ field: Field, _ quantiles: [Double], exactLimit: Int) {
        self.field = field
        self.quantiles = quantiles
        self.exactLimit = exactLimit
    }

    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        let field = field
        let view = try slice.scan.reading { (scan) throws(SpanStoreError) in try NumericView(field, scan) }
        if case .absent = view { return }
        if slice.weights != nil, weights == nil { weights = [Float](repeating: 1, count: numbers.count) }
        if case .numbers(let values) = view {
            groups.append(contentsOf: slice.groups)
            values.withUnsafeBufferPointer { values in
                numbers.append(contentsOf: slice.rows.lazy.map { Double(values[Int($0)]) })
            }
            if weights != nil { weights? += slice.rows.map { slice.weights?[Int($0)] ?? 1 } }
        } else {
            for position in 0..<slice.rows.count {
                let row = Int(slice.rows[position])
                guard let value = view.value(row) else { continue }
                groups.append(slice.groups[position])
                numbers.append(value)
                if weights != nil { weights?.append(slice.weights?[row] ?? 1) }
            }
        }
        if isSketched || numbers.count > exactLimit { sketch() }
    }

    private mutating func sketch() {
        isSketched = true
        sketches.extend(to: Int(groups.max() ?? 0) + 1, with: QuantileSketch())
        sketches.withUnsafeMutableBufferPointer { sketches in
            for position in 0..<numbers.count {
                sketches[Int(groups[position])].add(numbers[position], weight: Double(weights?[position] ?? 1))
            }
        }
        groups.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        weights?.removeAll(keepingCapacity: true)
    }

    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) {
        guard let other = other as? QuantileAccumulator else { return }
        if other.weights != nil, weights == nil { weights = [Float](repeating: 1, count: numbers.count) }
        if weights != nil { weights? += other.weights ?? [Float](repeating: 1, count: other.numbers.count) }
        numbers += other.numbers
        groups.append(contentsOf: other.groups.lazy.map { map[Int($0)] })
        if isSketched || other.isSketched || numbers.count > exactLimit { sketch() }
        sketches.extend(to: other.isSketched ? groupCount : 0, with: QuantileSketch())
        for (group, sketch) in other.sketches.enumerated() { sketches[Int(map[group])].merge(sketch) }
    }

    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues] {
        if isSketched {
            isApproximate = true
            sketches.extend(to: groupCount, with: QuantileSketch())
            return quantiles.map { q in .doubles(sketches.prefix(groupCount).map { $0.quantile(q) }) }
        }
        return ExactQuantile.perGroup(quantiles, groups, numbers, weights, groupCount: groupCount)
            .map { .doubles($0) }
    }
}
