import SpanSources
import Telemetry

/// Turns filters into conditions that a span source evaluates on columns.
enum PredicatePushdown {
    /// The same condition, where columns can tell; nil where it takes the trace around the span.
    static func exact(_ filter: FieldExpression?) -> Predicate? {
        guard let filter else { return .all }
        return predicate(filter)
    }

    /// A condition that every span meeting the filter meets too, and perhaps others.
    static func superset(_ filter: FieldExpression?) -> Predicate {
        guard let filter else { return .all }
        if let exact = predicate(filter) { return exact }
        switch filter {
        case .binary(.and, let left, let right, _): return superset(left).and(superset(right))
        case .binary(.or, let left, let right, _):
            let sides = [superset(left), superset(right)]
            return sides.contains(.all) ? .all : .or(sides)
        case .binary(let operation, let left, let right, _) where !operation.isLogical && !comparesWithNil(left, right):
            return presence(left).and(presence(right))
        default: return .all
        }
    }

    /// Where the first part of a filter stands that columns cannot tell.
    static func obstacle(in filter: FieldExpression) -> TraceQLError.Position? {
        guard predicate(filter) == nil else { return nil }
        switch filter {
        case .binary(let operation, let left, let right, let position):
            return operation.isLogical ? obstacle(in: left) ?? obstacle(in: right) : min(left.position, position)
        case .unary(.not, let operand, _): return obstacle(in: operand) ?? filter.position
        case .literal, .attribute, .intrinsic, .unary: return filter.position
        }
    }

    /// The column an expression is; nil where it is more than a column.
    static func field(of expression: FieldExpression) -> Field? {
        switch expression {
        case .intrinsic(let intrinsic, _): return intrinsic.field
        case .attribute(let reference, _):
            guard !reference.ofParent else { return nil }
            switch reference.scope {
            case .any:
                return reference.key == "service.name" ? .intrinsic(.service) : .anyScope(reference.key)
            case .resource:
                return reference.key == "service.name"
                    ? .intrinsic(.service) : .attribute(AttributeName(.resource, reference.key))
            case .span: return .attribute(AttributeName(.span, reference.key))
            case .instrumentation: return .attribute(AttributeName(.instrumentation, reference.key))
            case .event, .link: return nil
            }
        default: return nil
        }
    }

    // MARK: Exact

    private static func predicate(_ filter: FieldExpression) -> Predicate? {
        if case .boolean(let flag) = Constant.value(of: filter) { return flag ? .all : .not(.all) }
        switch filter {
        case .unary(.not, let operand, _): return predicate(operand).map(Predicate.not)
        case .binary(.and, let left, let right, _):
            guard let left = predicate(left), let right = predicate(right) else { return nil }
            return left.and(right)
        case .binary(.or, let left, let right, _):
            guard let left = predicate(left), let right = predicate(right) else { return nil }
            return .or([left, right])
        case .binary(let operation, let left, let right, _): return comparison(operation, left, right)
        case .attribute: return field(of: filter).map { .compare($0, .equal, .boolean(true)) }
        case .literal, .intrinsic, .unary: return nil
        }
    }

    private static func comparison(
        _ operation: FieldExpression.Binary, _ left: FieldExpression, _ right: FieldExpression
    ) -> Predicate? {
        if let literal = Constant.value(of: right) {
            return test(left, operation, literal)
        }
        if let literal = Constant.value(of: left) {
            return test(right, operation.mirrored, literal)
        }
        return nil
    }

    private static func test(
        _ expression: FieldExpression, _ operation: FieldExpression.Binary, _ literal: Literal
    ) -> Predicate? {
        switch expression {
        case .intrinsic(.parent, _): parentTest(operation, literal)
        case .intrinsic(.nestedSetParent, _): nestedSetTest(operation, literal)
        default: condition(expression, operation, literal)
        }
    }

    /// The condition on a column of the span itself, or of its parent.
    private static func condition(
        _ expression: FieldExpression, _ operation: FieldExpression.Binary, _ literal: Literal
    ) -> Predicate? {
        guard case .attribute(let reference, let position) = expression, reference.ofParent else {
            return field(of: expression).flatMap { condition($0, operation, literal) }
        }
        guard let field = field(of: .attribute(reference.onSpan, position)) else { return nil }
        if literal == .none, operation == .equal { return .not(.hasRelative(.parent, .exists(field))) }
        return condition(field, operation, literal).map { .hasRelative(.parent, $0) }
    }

    private static func condition(_ field: Field, _ operation: FieldExpression.Binary, _ literal: Literal) -> Predicate?
    {
        guard let value = literal.value else {
            switch operation {
            case .equal: return .not(.exists(field))
            case .notEqual: return .exists(field)
            default: return nil
            }
        }
        switch operation {
        case .matches: return .matches(field, pattern: anchored(value.description))
        case .notMatches: return .and([.exists(field), .not(.matches(field, pattern: anchored(value.description)))])
        default: return Predicate.Comparator(rawValue: operation.rawValue).map { .compare(field, $0, value) }
        }
    }

    /// `parent = nil` holds for roots.
    private static func parentTest(_ operation: FieldExpression.Binary, _ literal: Literal) -> Predicate? {
        guard literal == .none else { return nil }
        switch operation {
        case .equal: return .compare(.intrinsic(.parentID), .equal, .string(""))
        case .notEqual: return .compare(.intrinsic(.parentID), .notEqual, .string(""))
        default: return nil
        }
    }

    /// `nestedSetParent < 0` holds for roots: theirs is -1, all others' are 0 or more.
    private static func nestedSetTest(_ operation: FieldExpression.Binary, _ literal: Literal) -> Predicate? {
        guard let bound = literal.number else { return nil }
        let isEquality = operation == .equal || operation == .notEqual
        let (root, least) = (Constant.compare(operation, -1, bound), Constant.compare(operation, 0, bound))
        // An equality tells some of the others apart, an inequality does where its ends differ.
        guard isEquality ? bound < 0 : least == Constant.compare(operation, .infinity, bound), root != least else {
            return nil
        }
        return .compare(.intrinsic(.parentID), root ? .equal : .notEqual, .string(""))
    }

    /// TraceQL's regular expressions match whole values.
    static func anchored(_ pattern: String) -> String { "^(?:\(pattern))$" }

    // MARK: Superset

    private static func comparesWithNil(_ left: FieldExpression, _ right: FieldExpression) -> Bool {
        Constant.value(of: left) == Literal.none || Constant.value(of: right) == Literal.none
    }

    /// A comparison needs the attributes it names; a span without them never meets it.
    private static func presence(_ expression: FieldExpression) -> Predicate {
        switch expression {
        case .attribute: return field(of: expression).map(Predicate.exists) ?? .all
        case .binary(_, let left, let right, _): return presence(left).and(presence(right))
        case .unary(_, let operand, _): return presence(operand)
        case .literal, .intrinsic: return .all
        }
    }
}
