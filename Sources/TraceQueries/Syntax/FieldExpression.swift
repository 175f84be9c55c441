/// What stands inside the braces of a spanset filter, or in the parentheses of `by()` and `avg()`.
indirect enum FieldExpression: Equatable, Sendable {
    case literal(Literal, TraceQLError.Position)
    case attribute(AttributeReference, TraceQLError.Position)
    case intrinsic(TraceIntrinsic, TraceQLError.Position)
    case unary(Unary, FieldExpression, TraceQLError.Position)
    case binary(Binary, FieldExpression, FieldExpression, TraceQLError.Position)

    /// Operators in front of a term.
    enum Unary: String, Sendable { case not = "!", negate = "-" }

    /// Operators between two terms.
    enum Binary: String, Sendable {
        case and = "&&"
        case or = "||"
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case matches = "=~"
        case notMatches = "!~"
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case remainder = "%"
        case power = "^"

        var isArithmetic: Bool {
            switch self {
            case .add, .subtract, .multiply, .divide, .remainder, .power: true
            default: false
            }
        }

        var isLogical: Bool { self == .and || self == .or }

        /// The same comparison seen from the other side.
        var mirrored: Binary {
            switch self {
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            default: self
            }
        }
    }

    /// Where it stands in the text.
    var position: TraceQLError.Position {
        switch self {
        case .literal(_, let place), .attribute(_, let place), .intrinsic(_, let place), .unary(_, _, let place),
            .binary(_, _, _, let place):
            place
        }
    }
}

/// What a term of a query can be.
enum ValueType: String {
    case string, number, boolean, status, kind
    /// `nil`, or `parent`, which is only ever compared with it.
    case none = "nil"
    /// An attribute: only its row can tell.
    case unknown

    /// Whether values of the two can be compared.
    func fits(_ other: ValueType) -> Bool {
        self == other || self == .unknown || other == .unknown || self == .none || other == .none
    }
}
