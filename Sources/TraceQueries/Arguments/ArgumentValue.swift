import Telemetry

/// A value in a tool call: text, a number, a flag, or several of them.
public enum ArgumentValue: Hashable, Sendable, Decodable {
    case string(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    case list([ArgumentValue])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let elements = try? container.decode([ArgumentValue].self) {
            self = .list(elements)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// The scalars: the elements of a list, or the value itself.
    public var scalars: [ArgumentValue] {
        if case .list(let elements) = self { elements.flatMap(\.scalars) } else { [self] }
    }

    /// The value as text.
    var text: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .boolean(let flag): String(flag)
        case .list(let elements): elements.map(\.text).joined(separator: ", ")
        }
    }

    /// The attribute values it may stand for, the likeliest first.
    ///
    /// Callers cannot know whether `http.response.status_code` was sent as a number or as text, so `500` means both.
    var readings: [AttributeValue] {
        switch self {
        case .boolean(let flag): return [.boolean(flag), .string(String(flag))]
        case .integer(let number): return [.integer(number), .string(String(number))]
        case .number(let number): return [.double(number), .string(String(number))]
        case .list(let elements): return elements.flatMap(\.readings)
        case .string(let text):
            if let number = Int64(text) { return [.string(text), .integer(number)] }
            if let number = Double(text), number.isFinite { return [.string(text), .double(number)] }
            if let flag = Bool(text) { return [.string(text), .boolean(flag)] }
            return [.string(text)]
        }
    }
}
