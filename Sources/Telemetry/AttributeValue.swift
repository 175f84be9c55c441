/// The value of one attribute.
///
/// OTLP's arrays, maps and bytes (valid since 1.9) are kept as their compact JSON text in `.composite`.
public enum AttributeValue: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case double(Double)
    case boolean(Bool)
    case composite(json: String)
}

extension AttributeValue: CustomStringConvertible {
    /// The value as plain text, without quotes.
    public var description: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .double(let number): String(number)
        case .boolean(let flag): String(flag)
        case .composite(let json): json
        }
    }

    /// The value as a number, where it is one.
    public var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .double(let number): number
        case .string, .boolean, .composite: nil
        }
    }
}
