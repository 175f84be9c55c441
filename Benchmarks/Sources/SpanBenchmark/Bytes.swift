/// Writes protobuf fields.
struct Bytes {
    private(set) var bytes: [UInt8] = []

    mutating func varint(_ field: Int, _ value: UInt64) {
        raw(UInt64(field << 3))
        raw(value)
    }

    mutating func fixed64(_ field: Int, _ value: UInt64) {
        raw(UInt64(field << 3 | 1))
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ field: Int, _ text: String) {
        raw(UInt64(field << 3 | 2))
        raw(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Big-endian bytes of an id.
    mutating func identifier(_ field: Int, _ words: [UInt64]) {
        raw(UInt64(field << 3 | 2))
        raw(UInt64(words.count * 8))
        for word in words { withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) } }
    }

    mutating func message(_ field: Int, _ write: (inout Bytes) -> Void) {
        var inner = Bytes()
        write(&inner)
        raw(UInt64(field << 3 | 2))
        raw(UInt64(inner.bytes.count))
        bytes.append(contentsOf: inner.bytes)
    }

    mutating func attribute(_ field: Int, _ key: String, text: String) {
        attribute(field, key) { $0.text(1, text) }
    }

    mutating func attribute(_ field: Int, _ key: String, flag: Bool) {
        attribute(field, key) { $0.varint(2, flag ? 1 : 0) }
    }

    mutating func attribute(_ field: Int, _ key: String, integer: Int) {
        attribute(field, key) { $0.varint(3, UInt64(bitPattern: Int64(integer))) }
    }

    mutating func attribute(_ field: Int, _ key: String, number: Double) {
        attribute(field, key) { $0.fixed64(4, number.bitPattern) }
    }

    private mutating func attribute(_ field: Int, _ key: String, value: (inout Bytes) -> Void) {
        message(field) { pair in
            pair.text(1, key)
            pair.message(2, value)
        }
    }

    private mutating func raw(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
