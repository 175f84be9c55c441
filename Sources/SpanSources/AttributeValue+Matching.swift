import JSONValues
public import Telemetry

extension AttributeValue {
    /// What patterns are held against: the value as text, a whole number without a fraction of zero.
    public var patternText: String {
        if case .double(let number) = self, let whole = Int64(exactly: number) { String(whole) } else { description }
    }

    /// The texts, numbers and booleans of an array; of anything else none.
    ///
    /// An array meets a condition where one of them does, and differs from a value where none of them equals it, as in
    /// Tempo's TraceQL.
    public var elements: [AttributeValue] {
        guard case .composite(let json) = self, json.utf8.first == UInt8(ascii: "["),
            case .array(let values)? = try? JSONValue(parsing: json)
        else { return [] }
        return values.compactMap { value in
            switch value {
            case .string(let text): .string(text)
            case .integer(let number): .integer(number)
            case .number(let number): .double(number)
            case .boolean(let flag): .boolean(flag)
            case .null, .array, .object: nil
            }
        }
    }
}
