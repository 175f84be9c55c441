/// Writes arrays, maps and bytes of an `AnyValue` as compact JSON text.
struct CompositeText {
    /// Deeper nesting is refused; it bounds the stack.
    static let maximumDepth = 64

    private(set) var bytes: [UInt8] = []

    mutating func string(_ text: Bytes) {
        bytes.append(UInt8(ascii: "\""))
        // Bytes that are not UTF-8 would make the text invalid JSON, so they are repaired here.
        var repaired = String(decoding: text, as: UTF8.self)
        repaired.withUTF8 { for byte in $0 { escaped(byte) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: raw("\\n")
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            raw("\\u00")
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func base64(_ content: Bytes) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: Base64.encode(content))
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func number(_ value: Double) {
        if value.isFinite {
            raw("\(value)")
        } else {
            raw(value.isNaN ? "\"NaN\"" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"")
        }
    }

    /// An `AnyValue` message.
    mutating func anyValue(_ message: Bytes, depth: Int) throws(WireFault) {
        guard depth < Self.maximumDepth else { throw .nesting }
        var reader = WireReader(message)
        var isWritten = false
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            guard !isWritten else {
                try reader.skip(type)
                continue
            }
            isWritten = true
            switch (field, type) {
            case (1, 2): string(try reader.bytes())
            case (2, 0): raw(try reader.varint() == 0 ? "false" : "true")
            case (3, 0): raw(String(Int64(bitPattern: try reader.varint())))
            case (4, 1): number(Double(bitPattern: try reader.fixed64()))
            case (5, 2): try array(try reader.bytes(), depth: depth)
            case (6, 2): try map(try reader.bytes(), depth: depth)
            case (7, 2): base64(try reader.bytes())
            default:
                try reader.skip(type)
                isWritten = false
            }
        }
        if !isWritten { raw("null") }
    }

    private mutating func array(_ message: Bytes, depth: Int) throws(WireFault) {
        var reader = WireReader(message)
        var separator = "["
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            guard field == 1, type == 2 else {
                try reader.skip(type)
                continue
            }
            raw(separator)
            separator = ","
            try anyValue(try reader.bytes(), depth: depth + 1)
        }
        raw(separator == "[" ? "[]" : "]")
    }

    private mutating func map(_ message: Bytes, depth: Int) throws(WireFault) {
        var reader = WireReader(message)
        var separator = "{"
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            guard field == 1, type == 2 else {
                try reader.skip(type)
                continue
            }
            let (key, value) = try ProtobufAttributes.keyValue(try reader.bytes())
            raw(separator)
            separator = ","
            string(key)
            raw(":")
            try anyValue(value, depth: depth + 1)
        }
        raw(separator == "{" ? "{}" : "}")
    }
}
