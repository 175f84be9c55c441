import SpanSources
import Telemetry

/// The value in the row with the earliest time; among rows of the same time the smaller value's text.
struct FirstAccumulator: Accumulator {
    private let field: Field
    private var times: [Int64] = []
    private var values: [AttributeValue?] = []

    init(_ field: Field) { self.field = field }

    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        extend(to: slice.groupCount)
        let field = field
        let (view, rowTimes) = try slice.scan.reading { (scan) throws(SpanStoreError) in
            (try scan.view(field), try scan.times())
        }
        let value: (Int) -> AttributeValue?
        switch view {
        case .absent: return
        case .numbers(let numbers): value = { .integer(numbers[$0]) }
        case .identifiers(let ids): value = { ids[$0] == 0 ? nil : .string(SpanID(ids[$0]).description) }
        case .coded(let data):
            guard let coded = data.coded else { return }
            value = { row in
                let code = coded.code(atRow: row)
                return code == 0 ? nil : coded.dictionary.value(Int(code) - 1)
            }
        }
        for position in 0..<slice.rows.count {
            let row = Int(slice.rows[position])
            let group = Int(slice.groups[position])
            guard rowTimes[row] <= times[group], let candidate = value(row) else { continue }
            offer(candidate, rowTimes[row], group)
        }
    }

    private mutating func offer(_ candidate: AttributeValue, _ time: Int64, _ group: Int) {
        if time == times[group], let held = values[group], held.description <= candidate.description { return }
        times[group] = time
        values[group] = candidate
    }

    private mutating func extend(to count: Int) {
        times.extend(to: count, with: .max)
        values.extend(to: count, with: nil)
    }

    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) {
        guard let other = other as? FirstAccumulator else { return }
        extend(to: groupCount)
        for (group, target) in map.enumerated() where group < other.values.count {
            guard let value = other.values[group], other.times[group] <= times[Int(target)] else { continue }
            offer(value, other.times[group], Int(target))
        }
    }

    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues] {
        [values(groupCount: groupCount)]
    }

    private mutating func values(groupCount: Int) -> ResultValues {
        extend(to: groupCount)
        return ResultValues(Array(values.prefix(groupCount)))
    }
}
