import Glibc

/// Numbers as a finding's sentence shows them: three significant digits.
enum Words {
    static func number(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        let digits = max(0, 2 - Int(log10(abs(value)).rounded(.down)))
        let scale = pow(10, Double(digits))
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : String(rounded)
    }

    static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }
}
