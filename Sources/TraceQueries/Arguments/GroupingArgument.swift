public import SpanSources

/// Reads what a tool call groups by: a field, `time(5m)` or `log(duration)`.
public enum GroupingArgument {
    /// Buckets per doubling that `log(...)` gives.
    static let bucketsPerOctave = 1

    /// The grouping a text names.
    ///
    /// - Throws: `TraceQLError` for an empty text or a bucket that is no duration.
    public static func parse(_ text: String) throws(TraceQLError) -> Grouping {
        if let bucket = call("time", text) {
            guard let nanoseconds = DurationText.nanoseconds(bucket), nanoseconds > 0 else {
                throw TraceQLError(.argument, "'\(text)' needs a bucket length", hint: "such as time(1m)")
            }
            return .time(bucket: .nanoseconds(nanoseconds))
        }
        if let field = call("log", text), !field.isEmpty {
            return .logarithm(Field(field), perOctave: bucketsPerOctave)
        }
        guard !text.isEmpty else { throw TraceQLError(.argument, "an empty text names no field to group by") }
        return .field(Field(text))
    }

    /// The text between the parentheses of `name(...)`.
    static func call(_ name: String, _ text: String) -> String? {
        guard text.hasPrefix(name + "("), text.hasSuffix(")") else { return nil }
        return String(text.dropFirst(name.count + 1).dropLast())
    }
}
