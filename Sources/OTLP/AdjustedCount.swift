/// How many spans a sampled span stands for, from its `tracestate`.
///
/// OpenTelemetry probability sampling: `ot=th:T` is the rejection threshold, up to 14 hexadecimal digits with trailing
/// zeros left out; the sampling probability is `1 - T / 2^56` and the adjusted count its reciprocal.
enum AdjustedCount {
    private static let scale = 72_057_594_037_927_936.0  // 2^56

    /// The weight a tracestate gives; 1 where it has no (valid) threshold.
    static func weight(traceState: some Collection<UInt8>) -> Float {
        for member in traceState.split(separator: UInt8(ascii: ",")) {
            let trimmed = member.drop { $0 == 32 || $0 == 9 }
            guard trimmed.starts(with: "ot=".utf8) else { continue }
            for entry in trimmed.dropFirst(3).split(separator: UInt8(ascii: ";")) where entry.starts(with: "th:".utf8) {
                return weight(threshold: entry.dropFirst(3))
            }
        }
        return 1
    }

    /// The tracestate that gives (nearly) this weight.
    static func traceState(weight: Float) -> String {
        guard weight > 1 else { return "" }
        let threshold = UInt64(scale * (1 - 1 / Double(weight)))
        let digits = String(threshold, radix: 16)
        let padded = String(repeating: "0", count: max(0, 14 - digits.count)) + digits
        let trimmed = padded.reversed().drop { $0 == "0" }.reversed()
        return "ot=th:" + (trimmed.isEmpty ? "0" : String(trimmed))
    }

    private static func weight(threshold digits: some Collection<UInt8>) -> Float {
        guard (1...14).contains(digits.count) else { return 1 }
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - 87)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt64(digit - 55)
            default: return 1
            }
        }
        value <<= UInt64(4 * (14 - digits.count))
        return Float(scale / (scale - Double(value)))
    }
}
