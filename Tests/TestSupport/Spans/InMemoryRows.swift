import SpanSources
import Telemetry

/// Rows of a dataset that a condition can be evaluated on, one at a time and without cleverness.
struct InMemoryRows {
    let batch: TelemetryBatch
    let dataset: Dataset
    let families: InMemoryFamilies

    var count: Int { dataset == .spans ? batch.spans.count : batch.events.count }

    func time(_ row: Int) -> Int64 {
        dataset == .spans ? batch.spans.startNanoseconds[row] : batch.events.timeNanoseconds[row]
    }

    func weight(_ row: Int) -> Double { dataset == .spans ? Double(batch.spans.weights[row]) : 1 }

    func traceID(_ row: Int) -> TraceID { dataset == .spans ? batch.spans.traceIDs[row] : batch.events.traceIDs[row] }

    /// Rows of a range that meet a condition.
    func matching(_ filter: Predicate, _ range: TimeRange) -> [Int] {
        (0..<count).filter { range.contains(Timestamp(nanoseconds: time($0))) && meets(filter, $0) }
    }

    func meets(_ predicate: Predicate, _ row: Int) -> Bool {
        switch predicate {
        case .all: return true
        case .and(let all): return all.allSatisfy { meets($0, row) }
        case .or(let any): return any.contains { meets($0, row) }
        case .not(let inner): return !meets(inner, row)
        case .exists(let field): return value(of: field, row) != nil
        case .hasRelative(let relative, let condition):
            return dataset == .spans && families.relatives(relative, row).contains { meets(condition, $0) }
        case .isIn(let field, let values):
            guard let value = value(of: field, row) else { return false }
            return values.contains { Self.compare(value, .equal, $0) }
        case .compare(let field, let comparator, let other):
            guard let value = value(of: field, row) else { return false }
            return Self.compare(value, comparator, other)
        case .matches(let field, let pattern):
            guard let value = value(of: field, row), let regex = try? Regex(pattern) else { return false }
            return ([value] + value.elements).contains { $0.patternText.contains(regex) }
        }
    }

    private static func compare(
        _ left: AttributeValue, _ comparator: Predicate.Comparator, _ right: AttributeValue
    ) -> Bool {
        if !left.elements.isEmpty {
            guard comparator != .notEqual else { return !compare(left, .equal, right) }
            return left.elements.contains { compare($0, comparator, right) }
                || comparator == .equal && left.description == right.description
        }
        // Nanoseconds since 1970 are no exact Double.
        if case .integer(let left) = left, case .integer(let right) = right { return holds(left, comparator, right) }
        if let left = left.number, let right = right.number { return holds(left, comparator, right) }
        switch (left, right) {
        case (.string(let left), .string(let right)), (.string(let left), .composite(let right)):
            return holds(left, comparator, right)
        case (.boolean(let left), .boolean(let right)): return holds(left ? 1 : 0, comparator, right ? 1 : 0)
        default: return comparator == .notEqual
        }
    }

    private static func holds<Value: Comparable>(
        _ left: Value, _ comparator: Predicate.Comparator, _ right: Value
    ) -> Bool {
        switch comparator {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}
