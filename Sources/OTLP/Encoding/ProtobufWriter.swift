/// Appends protobuf fields to a byte array.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A varint field; proto3 leaves zero out.
    mutating func integer(_ field: Int, _ value: UInt64) {
        guard value != 0 else { return }
        varint(UInt64(field) << 3)
        varint(value)
    }

    mutating func fixed64(_ field: Int, _ value: UInt64) {
        varint(UInt64(field) << 3 | 1)
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func data(_ field: Int, _ content: some Collection<UInt8>) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    /// A string field; proto3 leaves the empty one out.
    mutating func text(_ field: Int, _ content: String) {
        if !content.isEmpty { data(field, content.utf8) }
    }

    mutating func message(_ field: Int, _ build: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        build(&inner)
        data(field, inner.bytes)
    }

    /// Eight big-endian bytes, as ids are sent.
    mutating func identifier(_ field: Int, _ parts: UInt64...) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(parts.count * 8))
        for part in parts { withUnsafeBytes(of: part.bigEndian) { bytes.append(contentsOf: $0) } }
    }
}
