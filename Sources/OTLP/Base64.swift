/// Base64 with padding (RFC 4648), as OTLP/JSON writes bytes.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var buffer: UInt32 = 0
        var held = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            held += 8
            while held >= 6 {
                held -= 6
                output.append(alphabet[Int(buffer >> UInt32(held) & 0x3F)])
            }
        }
        if held > 0 { output.append(alphabet[Int(buffer << UInt32(6 - held) & 0x3F)]) }
        while output.count % 4 != 0 { output.append(UInt8(ascii: "=")) }
        return output
    }

    /// The bytes of base64 text in the standard or the URL alphabet; nil for anything else.
    static func decode(_ characters: some Collection<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(characters.count / 4 * 3)
        var buffer: UInt32 = 0
        var held = 0
        var padding = 0
        for character in characters {
            if character == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let bits = value(character) else { return nil }
            buffer = buffer << 6 | bits
            held += 6
            if held >= 8 {
                held -= 8
                output.append(UInt8(truncatingIfNeeded: buffer >> UInt32(held)))
            }
        }
        return held < 6 && padding <= 2 ? output : nil
    }

    private static func value(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
