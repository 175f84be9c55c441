import Telemetry

/// A value written in a query.
enum Literal: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case number(Double)
    /// Nanoseconds.
    case duration(Int64)
    case boolean(Bool)
    case status(SpanStatus)
    case kind(SpanKind)
    case none

    /// The literal as a number, where it is one; durations are nanoseconds.
    var number: Double? {
        switch self {
        case .integer(let number), .duration(let number): Double(number)
        case .number(let number): number
        case .string, .boolean, .status, .kind, .none: nil
        }
    }

    /// The number below zero; anything else as it is.
    var negated: Literal {
        switch self {
        case .integer(let number): .integer(0 &- number)
        case .duration(let number): .duration(0 &- number)
        case .number(let number): .number(-number)
        case .string, .boolean, .status, .kind, .none: self
        }
    }

    /// The value an attribute is compared with; nil for `nil`.
    var value: AttributeValue? {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number), .duration(let number): .integer(number)
        case .number(let number): .double(number)
        case .boolean(let flag): .boolean(flag)
        case .status(let status): .string(status.word)
        case .kind(let kind): .string(kind.word)
        case .none: nil
        }
    }

    /// The words that are literals.
    static func word(_ word: String) -> Literal? {
        switch word {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "nil": return Literal.none
        case "minInt": return .integer(.min)
        case "maxInt": return .integer(.max)
        default: break
        }
        if let status = SpanStatus.allCases.first(where: { $0.word == word }) { return .status(status) }
        return SpanKind.allCases.first { $0.word == word }.map(Literal.kind)
    }
}
