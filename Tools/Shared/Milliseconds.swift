/// Durations as tools show them.
enum Milliseconds {
    /// Nanoseconds as milliseconds with up to two decimals.
    static func text(_ nanoseconds: Int64) -> String {
        let hundredths = Int64((Double(nanoseconds) / 1e4).rounded())
        let (whole, rest) = (hundredths / 100, hundredths.magnitude % 100)
        guard rest > 0 else { return String(whole) }
        let sign = hundredths < 0 && whole == 0 ? "-" : ""
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
