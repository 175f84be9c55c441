import Glibc

/// Numbers as people read them: three significant digits.
public enum Rounded {
    /// `0.0123`, `4.56`, `123`, `45600`.
    public static func text(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        let digits = max(0, 2 - Int(log10(abs(value)).rounded(.down)))
        let scale = pow(10, Double(digits))
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : String(rounded)
    }

    /// A share as a percentage, such as `12.5 %`.
    public static func percent(_ share: Double) -> String { "\(text(share * 100)) %" }
}
