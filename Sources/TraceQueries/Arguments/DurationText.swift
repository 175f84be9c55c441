/// Durations as people, TraceQL and tools write them: `250ms`, `1.5s`, `1h30m`, `2d`.
public enum DurationText {
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86_400e9),
        ("w", 604_800e9),
    ]

    /// The duration in nanoseconds; nil where the text is none, or is longer than 64 bits hold.
    public static func nanoseconds(_ text: some StringProtocol) -> Int64? {
        var rest = Substring(text)
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let suffix = rest.prefix { $0.isLetter }
            guard let unit = units.first(where: { $0.suffix == suffix }) else { return nil }
            total += number * unit.nanoseconds
            rest = rest.dropFirst(suffix.count)
        }
        return total < 9.2e18 ? Int64(total.rounded()) : nil
    }

    /// The duration; nil where the text is none, or is longer than 64 bits of nanoseconds hold.
    public static func parse(_ text: some StringProtocol) -> Duration? { nanoseconds(text).map { .nanoseconds($0) } }

    /// A short text for a duration: `250ms`, `1.5s`, `2m`.
    public static func text(nanoseconds: Int64) -> String {
        let size = Double(nanoseconds.magnitude)
        let unit = units.last { $0.suffix != "µs" && size >= $0.nanoseconds } ?? units[0]
        let number = (Double(nanoseconds) / unit.nanoseconds * 1000).rounded() / 1000
        return (number == number.rounded() ? String(Int64(number)) : String(number)) + unit.suffix
    }
}
