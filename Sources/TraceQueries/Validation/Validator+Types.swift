extension Validator {
    /// What kind of value an expression has.
    ///
    /// - Throws: `TraceQLError` where its parts do not fit together.
    static func type(of expression: FieldExpression) throws(TraceQLError) -> ValueType {
        switch expression {
        case .literal(let literal, _): return literal.type
        case .attribute: return .unknown
        case .intrinsic(let intrinsic, _): return intrinsic.type
        case .unary(let operation, let operand, let place):
            let wanted: ValueType = operation == .not ? .boolean : .number
            return try expect(wanted, operand, operation.rawValue, place)
        case .binary(let operation, let left, let right, let place):
            if operation.isArithmetic {
                _ = try expect(.number, left, operation.rawValue, place)
                return try expect(.number, right, operation.rawValue, place)
            }
            if operation.isLogical {
                _ = try expect(.boolean, left, operation.rawValue, place)
                return try expect(.boolean, right, operation.rawValue, place)
            }
            try checkComparison(operation, left, right, place)
            return .boolean
        }
    }

    private static func expect(
        _ wanted: ValueType, _ expression: FieldExpression, _ operation: String, _ place: TraceQLError.Position
    ) throws(TraceQLError) -> ValueType {
        let type = try type(of: expression)
        guard type == wanted || type == .unknown else {
            throw TraceQLError(
                .invalid, "'\(operation)' needs a \(wanted.rawValue) on each side, not a \(type.rawValue)", at: place)
        }
        return wanted
    }

    private static func checkComparison(
        _ operation: FieldExpression.Binary, _ left: FieldExpression, _ right: FieldExpression,
        _ place: TraceQLError.Position
    ) throws(TraceQLError) {
        let types = (try type(of: left), try type(of: right))
        guard types.0.fits(types.1) else {
            throw TraceQLError(
                .invalid, "a \(types.0.rawValue) is never compared with a \(types.1.rawValue)", at: place)
        }
        let isNil = types.0 == .none || types.1 == .none
        if operation == .equal, isNil, left.isAlwaysThere || right.isAlwaysThere {
            throw TraceQLError(.invalid, "every span has this; it is never nil", at: place)
        }
        switch operation {
        case .equal, .notEqual:
            return
        case .matches, .notMatches:
            guard case .literal(.string(let pattern), let place) = right else {
                throw TraceQLError(.invalid, "a regular expression is text in quotes", at: right.position)
            }
            _ = try RegularExpression.checked(pattern, at: place)
            guard types.0.fits(.string) else {
                throw TraceQLError(.invalid, "only text matches a regular expression", at: left.position)
            }
        default:
            let ordered: Set<ValueType> = [.number, .string, .unknown]
            guard !isNil, ordered.contains(types.0), ordered.contains(types.1) else {
                throw TraceQLError(.invalid, "'\(operation.rawValue)' needs numbers or text", at: place)
            }
        }
    }
}

extension FieldExpression {
    /// Whether every span has a value of it.
    fileprivate var isAlwaysThere: Bool {
        switch self {
        case .intrinsic(let intrinsic, _):
            [.name, .duration, .status, .kind, .spanID, .traceID, .childCount].contains(intrinsic)
        case .attribute(let reference, _):
            reference.scope == .resource && reference.key == "service.name" && !reference.ofParent
        case .literal, .unary, .binary: false
        }
    }
}

extension Literal {
    var type: ValueType {
        switch self {
        case .string: .string
        case .integer, .number, .duration: .number
        case .boolean: .boolean
        case .status: .status
        case .kind: .kind
        case .none: .none
        }
    }
}
