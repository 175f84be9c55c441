/// Walks over JSON text without building values.
struct JSONReader {
    static let maximumDepth = 128

    private let bytes: Bytes
    private var position = 0
    private let arena: ByteArena

    init(_ bytes: Bytes, _ arena: ByteArena) {
        self.bytes = bytes
        self.arena = arena
    }

    /// Whether only white space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    /// The first byte of the next value.
    mutating func peek() throws(WireFault) -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw .truncated }
        return bytes[position]
    }

    /// Passes over a `null`, if one comes next.
    mutating func takeNull() throws(WireFault) -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        try literal("null")
        return true
    }

    /// Calls the body at each member's value, which the body must read. A `null` has no members.
    mutating func object(_ body: (inout JSONReader, Bytes) throws(WireFault) -> Void) throws(WireFault) {
        if try takeNull() { return }
        try take(UInt8(ascii: "{"))
        if try peek() == UInt8(ascii: "}") { return position += 1 }
        while true {
            let key = try string()
            try take(UInt8(ascii: ":"))
            try body(&self, key)
            if try peek() == UInt8(ascii: ",") {
                position += 1
            } else {
                return try take(UInt8(ascii: "}"))
            }
        }
    }

    /// Calls the body at each element, which the body must read. A `null` has no elements.
    mutating func array(_ body: (inout JSONReader) throws(WireFault) -> Void) throws(WireFault) {
        if try takeNull() { return }
        try take(UInt8(ascii: "["))
        if try peek() == UInt8(ascii: "]") { return position += 1 }
        while true {
            try body(&self)
            if try peek() == UInt8(ascii: ",") {
                position += 1
            } else {
                return try take(UInt8(ascii: "]"))
            }
        }
    }

    /// A string's bytes; in the arena where it has escapes. A `null` is the empty string.
    mutating func string() throws(WireFault) -> Bytes {
        if try takeNull() { return Bytes(start: nil, count: 0) }
        try take(UInt8(ascii: "\""))
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return Bytes(rebasing: bytes[start..<(position - 1)])
            case UInt8(ascii: "\\"): return arena.keep(try escapedString(from: start))
            case 0..<0x20: throw .syntax
            default: position += 1
            }
        }
        throw .truncated
    }

    /// The text of a number, or the content of a string that holds one.
    mutating func numberText() throws(WireFault) -> Bytes {
        if try peek() == UInt8(ascii: "\"") { return try string() }
        let start = position
        while position < bytes.count, Self.isNumberByte(bytes[position]) { position += 1 }
        guard position > start else { throw .number }
        return Bytes(rebasing: bytes[start..<position])
    }

    /// `true` or `false`.
    mutating func boolean() throws(WireFault) -> Bool {
        if try peek() == UInt8(ascii: "t") {
            try literal("true")
            return true
        }
        if try takeNull() { return false }
        try literal("false")
        return false
    }

    /// Passes over a value and gives its text.
    mutating func capture() throws(WireFault) -> Bytes {
        _ = try peek()
        let start = position
        try skip(depth: 0)
        return Bytes(rebasing: bytes[start..<position])
    }

    /// Passes over a value.
    mutating func skip(depth: Int = 0) throws(WireFault) {
        guard depth < Self.maximumDepth else { throw .nesting }
        switch try peek() {
        case UInt8(ascii: "{"):
            try object { (reader, _) throws(WireFault) in try reader.skip(depth: depth + 1) }
        case UInt8(ascii: "["): try array { (reader) throws(WireFault) in try reader.skip(depth: depth + 1) }
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
        case UInt8(ascii: "n"): try literal("null")
        default: _ = try numberText()
        }
    }

    private mutating func skipString() throws(WireFault) {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        throw .truncated
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) throws(WireFault) {
        guard try peek() == byte else { throw .syntax }
        position += 1
    }

    private mutating func literal(_ word: StaticString) throws(WireFault) {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { throw .truncated }
        for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] { throw .syntax }
        position += count
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func escapedString(from start: Int) throws(WireFault) -> [UInt8] {
        var output = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return output }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &output)
            } else {
                output.append(byte)
            }
        }
        throw .truncated
    }

    private mutating func escape(into output: inout [UInt8]) throws(WireFault) {
        guard position < bytes.count else { throw .truncated }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "u"): output.append(contentsOf: String(try unicode()).utf8)
        default: throw .syntax
        }
    }

    /// A `\u` escape, with its second half where it is a surrogate; a lone half becomes U+FFFD.
    private mutating func unicode() throws(WireFault) -> Character {
        let first = try hexadecimal4()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard first < 0xDC00, position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        position += 2
        let second = try hexadecimal4()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { return "\u{FFFD}" }
        return Character(scalar)
    }

    private mutating func hexadecimal4() throws(WireFault) -> UInt32 {
        guard position + 4 <= bytes.count else { throw .truncated }
        var value: UInt32 = 0
        for byte in bytes[position..<(position + 4)] {
            guard let digit = HexDigit.value(byte) else { throw .syntax }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }
}
