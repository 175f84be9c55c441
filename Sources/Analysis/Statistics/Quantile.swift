/// Order statistics of plain values.
public enum Quantile {
    /// The `q`-quantile by linear interpolation between closest ranks (Hyndman-Fan type 7); nil of nothing.
    public static func of(_ values: [Double], _ q: Double) -> Double? { ofSorted(values.sorted(), q) }

    /// The same of values that are already ascending.
    public static func ofSorted(_ sorted: [Double], _ q: Double) -> Double? {
        guard let last = sorted.indices.last else { return nil }
        let position = q * Double(last)
        let low = Int(position)
        let high = min(last, low + 1)
        return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
    }
}
