import JSONValues

extension JSONValue {
    /// A number to six significant digits, so that it reads well and the same value always gives the same text.
    static func rounded(_ value: Double) -> JSONValue {
        guard value.isFinite else { return .null }
        guard value != 0 else { return .number(0) }
        var scale = 1.0
        var size = abs(value)
        while size < 100_000, scale < 1e12 {
            size *= 10
            scale *= 10
        }
        return .number((value * scale).rounded() / scale)
    }

    /// The same; null for nil.
    static func rounded(_ value: Double?) -> JSONValue { value.map { .rounded($0) } ?? .null }
}
