/// Numbers in a sentence.
public enum ShortNumber {
    /// Three decimals below 1, one below 100, none above: `0.034`, `12.5`, `340`.
    public static func text(_ value: Double) -> String {
        let scale: Double = abs(value) < 1 ? 1000 : abs(value) < 100 ? 10 : 1
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
    }
}
