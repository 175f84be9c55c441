import SpanSources
import Telemetry

/// Decides whether single values meet a comparison.
///
/// Numbers compare as numbers, text by its bytes. Values of different kinds are unequal and neither less nor greater.
enum ValueMatch {
    /// How two values relate; nil where they are of different kinds or one is not a number.
    static func order(_ left: AttributeValue, _ right: AttributeValue) -> Int? {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right ? -1 : left > right ? 1 : 0
        case (.integer(let left), .double(let right)): order(left, right)
        case (.double(let left), .integer(let right)): order(right, left).map { -$0 }
        case (.double(let left), .double(let right)): order(left, right)
        case (.boolean(let left), .boolean(let right)): (left ? 1 : 0) - (right ? 1 : 0)
        case (.string(let left), .string(let right)), (.composite(let left), .composite(let right)),
            (.composite(let left), .string(let right)), (.string(let left), .composite(let right)):
            left.utf8.elementsEqual(right.utf8) ? 0 : left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
        default: nil
        }
    }

    /// Whether a value, or one of its elements, meets a comparison.
    static func holds(_ comparator: Predicate.Comparator, _ value: AttributeValue, _ bound: AttributeValue) -> Bool {
        let elements = value.elements
        guard !elements.isEmpty else { return holds(comparator, order(value, bound)) }
        if comparator == .notEqual { return !holds(.equal, value, bound) }
        return elements.contains { holds(comparator, order($0, bound)) }
            || comparator == .equal && order(value, bound) == 0
    }

    /// Whether a relation meets a comparator.
    static func holds(_ comparator: Predicate.Comparator, _ order: Int?) -> Bool {
        guard let order else { return comparator == .notEqual }
        return switch comparator {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }

    private static func order(_ left: Double, _ right: Double) -> Int? {
        left < right ? -1 : left > right ? 1 : left == right ? 0 : nil
    }

    /// Exact even where the integer has no Double of its own.
    private static func order(_ left: Int64, _ right: Double) -> Int? {
        guard !right.isNaN else { return nil }
        if right >= 0x1p63 { return -1 }
        if right < -0x1p63 { return 1 }
        let whole = Int64(right.rounded(.down))
        if left != whole { return left < whole ? -1 : 1 }
        return Double(whole) < right ? -1 : 0
    }
}
