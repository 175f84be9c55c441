/// Durations as people write them: `250ms`, `90s`, `10m`, `6h`, `30d`.
enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// The duration, or nil where the text is not one.
    static func parse(_ text: String) -> Duration? {
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let count = Int64(text.dropLast(unit.suffix.count)), (0...100_000_000).contains(count) else {
                continue
            }
            return .milliseconds(count * unit.milliseconds)
        }
        return nil
    }
}
