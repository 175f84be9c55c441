/// Hexadecimal text of fixed-width identifiers.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// 16 lower-case digits.
    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for place in 0..<16 {
                buffer[place] = digits[Int(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 0xF]
            }
            return 16
        }
    }

    /// The value of at most 16 digits in either case; nil where a character is none.
    static func integer(_ characters: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for character in characters {
            let digit: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt64(digit)
        }
        return value
    }
}
