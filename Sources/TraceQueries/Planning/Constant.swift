import Glibc

/// Arithmetic on what is written in the query, done once.
enum Constant {
    /// The value of an expression without attributes; nil for any other.
    static func value(of expression: FieldExpression) -> Literal? {
        switch expression {
        case .literal(let literal, _): return literal
        case .attribute, .intrinsic: return nil
        case .unary(.negate, let operand, _):
            guard let literal = value(of: operand), literal.number != nil else { return nil }
            return literal.negated
        case .unary(.not, let operand, _):
            guard case .boolean(let flag) = value(of: operand) else { return nil }
            return .boolean(!flag)
        case .binary(let operation, let left, let right, _):
            guard operation.isArithmetic, let left = value(of: left)?.number, let right = value(of: right)?.number
            else { return nil }
            let result = apply(operation, left, right)
            return Int64(exactly: result).map(Literal.integer) ?? .number(result)
        }
    }

    /// The result of an arithmetic operator.
    static func apply(_ operation: FieldExpression.Binary, _ left: Double, _ right: Double) -> Double {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .remainder: fmod(left, right)
        case .power: pow(left, right)
        default: .nan
        }
    }

    /// The result of a comparison of numbers.
    static func compare(_ operation: FieldExpression.Binary, _ left: Double, _ right: Double) -> Bool {
        switch operation {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: false
        }
    }
}
