/// A unit of measure, as columns declare it and as people write it.
struct Unit: Hashable {
    /// Units of one dimension can be converted into each other.
    enum Dimension: Hashable { case time, share, bytes, rate, count, multiple }

    let dimension: Dimension
    /// How many base units (ns, share, byte, per second, one) it is.
    let factor: Double

    /// Reads a unit; nil where it is none.
    init?(_ text: some StringProtocol) {
        guard let unit = Self.known[text.lowercased()] ?? Self.known[String(text)] else { return nil }
        self = unit
    }

    private init(_ dimension: Dimension, _ factor: Double) {
        self.dimension = dimension
        self.factor = factor
    }

    /// A unit that a column's name ends with, such as `duration_ms`.
    init?(columnName: String) {
        guard let suffix = columnName.split(separator: "_").last, columnName.contains("_"), let unit = Unit(suffix)
        else { return nil }
        self = unit
    }

    private static let known: [String: Unit] = {
        var known: [String: Unit] = [:]
        func add(_ dimension: Dimension, _ factor: Double, _ names: String) {
            for name in names.split(separator: " ") { known[String(name)] = Unit(dimension, factor) }
        }
        add(.time, 1, "ns nanosecond nanoseconds")
        add(.time, 1e3, "us µs μs microsecond microseconds")
        add(.time, 1e6, "ms millisecond milliseconds")
        add(.time, 1e9, "s sec second seconds")
        add(.time, 60e9, "min minute minutes")
        add(.time, 3600e9, "h hour hours")
        add(.time, 86_400e9, "d day days")
        add(.share, 1, "share")
        add(.share, 0.01, "% percent pct")
        add(.bytes, 1, "b byte bytes")
        add(.bytes, 1e3, "kb")
        add(.bytes, 1e6, "mb")
        add(.bytes, 1e9, "gb")
        add(.bytes, 1024, "kib")
        add(.bytes, 1_048_576, "mib")
        add(.rate, 1, "per_second /s rps req/s requests/s")
        add(.rate, 1.0 / 60, "per_minute /min rpm req/min requests/min")
        add(
            .count, 1,
            "count spans span requests request errors error calls call traces trace rows row events event times "
                + "queries query logs log records record exceptions users services operations commits builds")
        add(.multiple, 1, "x × ratio fold")
        return known
    }()
}
