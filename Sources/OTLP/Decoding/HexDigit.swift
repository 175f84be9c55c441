/// Hexadecimal digits in either case.
enum HexDigit {
    @inline(__always)
    static func value(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte &- 48)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte &- 87)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte &- 55)
        default: nil
        }
    }

    /// The number of up to 16 digits; nil where a byte is no digit or there are more.
    static func number(_ bytes: some Collection<UInt8>) -> UInt64? {
        guard bytes.count <= 16 else { return nil }
        var number: UInt64 = 0
        for byte in bytes {
            guard let digit = value(byte) else { return nil }
            number = number << 4 | digit
        }
        return number
    }
}
