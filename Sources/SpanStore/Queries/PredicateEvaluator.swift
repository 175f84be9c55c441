import SpanSources
import Telemetry

/// Turns a predicate into the rows of a group that meet it.
///
/// A coded column's dictionary is looked at once per distinct value; rows then only look their code up.
struct PredicateEvaluator {
    private var patterns: [String: PatternMemo] = [:]
    private let context: Context

    /// What a query finds out before its groups are scanned.
    struct Context: Sendable {
        var relatives = ResolvedRelatives()
        /// Narrows what `rows` gives.
        var restriction: ValueRestriction?
    }

    init(_ context: Context) { self.context = context }

    /// The rows of a group that lie in the range and meet the predicate.
    mutating func rows(
        _ scan: GroupScan, range: TimeRange, _ predicate: Predicate
    ) throws(SpanSourceError) -> Bitmap {
        var rows = try Self.inRange(scan, range)
        if let restriction = context.restriction, !rows.isEmpty {
            rows.formIntersection(try scan.reading { (scan) throws(SpanStoreError) in try restriction.rows(scan) })
        }
        guard predicate != .all, !rows.isEmpty else { return rows }
        rows.formIntersection(try evaluate(predicate, scan))
        return rows
    }

    /// The rows of a group that meet the predicate.
    mutating func evaluate(_ predicate: Predicate, _ scan: GroupScan) throws(SpanSourceError) -> Bitmap {
        let count = scan.group.rowCount
        switch predicate {
        case .all: return Bitmap(count: count, filled: true)
        case .compare(.intrinsic(.time), let comparator, .integer(let bound))
        where scan.group.decides(comparator, bound) != nil:
            return Bitmap(count: count, filled: scan.group.decides(comparator, bound) == true)
        case .compare(let field, let comparator, let value):
            return try match(field, scan, texts: TextCondition(comparator, value)) {
                ValueMatch.holds(comparator, $0, value)
            } numbers: {
                Self.numbers($0, comparator, value)
            }
        case .isIn(let field, let values):
            return try match(field, scan, texts: TextCondition(isOneOf: values)) { candidate in
                values.contains { ValueMatch.holds(.equal, candidate, $0) }
            } numbers: { numbers in
                let wanted = Set(values.compactMap(Self.integer))
                return Bitmap(count: numbers.count) { wanted.contains(numbers[$0]) }
            }
        case .matches(let field, let pattern):
            let memo = try memo(pattern)
            return try match(field, scan, pattern: memo) {
                memo.matches($0)
            } numbers: {
                Bitmap(count: $0.count, filled: false)
            }
        case .exists(let field):
            return try match(field, scan) { _ in
                true
            } numbers: {
                Bitmap(count: $0.count, filled: true)
            }
        case .and(let parts):
            var rows = Bitmap(count: count, filled: true)
            for part in parts where !rows.isEmpty { rows.formIntersection(try evaluate(part, scan)) }
            return rows
        case .or(let parts):
            var rows = Bitmap(count: count, filled: false)
            for part in parts { rows.formUnion(try evaluate(part, scan)) }
            return rows
        case .not(let part):
            var rows = try evaluate(part, scan)
            rows.invert()
            return rows
        case .hasRelative(let relative, let condition):
            return context.relatives.rows(.init(relative: relative, condition: condition), scan.group)
        }
    }

    private mutating func memo(_ pattern: String) throws(SpanSourceError) -> PatternMemo {
        if let known = patterns[pattern] { return known }
        let memo = try PatternMemo(pattern)
        patterns[pattern] = memo
        return memo
    }

    static func numbers(
        _ numbers: [Int64], _ comparator: Predicate.Comparator, _ value: AttributeValue
    ) -> Bitmap {
        switch value {
        case .integer(let bound): return compare(numbers, comparator, bound)
        case .double(let bound):
            return Bitmap(count: numbers.count) { row in
                ValueMatch.holds(comparator, ValueMatch.order(.integer(numbers[row]), .double(bound)))
            }
        default: return Bitmap(count: numbers.count, filled: comparator == .notEqual)
        }
    }

    private static func compare(_ numbers: [Int64], _ comparator: Predicate.Comparator, _ bound: Int64) -> Bitmap {
        numbers.withUnsafeBufferPointer { numbers in
            switch comparator {
            case .equal: Bitmap(count: numbers.count) { numbers[$0] == bound }
            case .notEqual: Bitmap(count: numbers.count) { numbers[$0] != bound }
            case .less: Bitmap(count: numbers.count) { numbers[$0] < bound }
            case .lessOrEqual: Bitmap(count: numbers.count) { numbers[$0] <= bound }
            case .greater: Bitmap(count: numbers.count) { numbers[$0] > bound }
            case .greaterOrEqual: Bitmap(count: numbers.count) { numbers[$0] >= bound }
            }
        }
    }

    private static func inRange(_ scan: GroupScan, _ range: TimeRange) throws(SpanSourceError) -> Bitmap {
        let count = scan.group.rowCount
        let start = range.start.nanoseconds
        let end = range.end.nanoseconds
        let times = scan.group.times
        if times.lowerBound >= start, times.upperBound < end { return Bitmap(count: count, filled: true) }
        guard times.upperBound >= start, times.lowerBound < end else { return Bitmap(count: count, filled: false) }
        let values = try scan.reading { (scan) throws(SpanStoreError) in try scan.times() }
        return values.withUnsafeBufferPointer { values in
            Bitmap(count: count) { values[$0] >= start && values[$0] < end }
        }
    }

    private static func integer(_ value: AttributeValue) -> Int64? {
        switch value {
        case .integer(let number): number
        case .double(let number): Int64(exactly: number)
        default: nil
        }
    }
}

extension GroupScan {
    /// Reads columns, telling the caller of a query what the store's error means to it.
    func reading<Result>(
        _ body: (GroupScan) throws(SpanStoreError) -> Result
    ) throws(SpanSourceError) -> Result {
        do throws(SpanStoreError) {
            return try body(self)
        } catch {
            throw SpanSourceError(.backend, error.message, hint: error.hint)
        }
    }
}
