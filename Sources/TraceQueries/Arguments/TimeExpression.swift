public import Telemetry

/// Times as people and models write them: RFC 3339, `now`, `-15m`, `now-2h`.
public enum TimeExpression {
    /// The time an expression names; nil where it names none.
    public static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        if let absolute = Timestamp(iso8601: text) { return absolute }
        var rest = Substring(text)
        if rest.hasPrefix("now") { rest = rest.dropFirst(3) }
        if rest.isEmpty { return text.isEmpty ? nil : now }
        guard let sign = rest.first, sign == "-" || sign == "+" else { return nil }
        guard let nanoseconds = DurationText.nanoseconds(rest.dropFirst()) else { return nil }
        let distance = Duration.nanoseconds(nanoseconds)
        return sign == "-" ? now - distance : now + distance
    }
}
