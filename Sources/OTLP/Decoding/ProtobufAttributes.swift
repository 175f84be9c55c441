/// Reads `KeyValue` and `AnyValue` messages.
enum ProtobufAttributes {
    /// Key and value message of a `KeyValue`.
    @inline(__always)
    static func keyValue(_ message: Bytes) throws(WireFault) -> (key: Bytes, value: Bytes) {
        var reader = WireReader(message)
        var key = Bytes(start: nil, count: 0)
        var value = Bytes(start: nil, count: 0)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            switch (field, type) {
            case (1, 2): key = try reader.bytes()
            case (2, 2): value = try reader.bytes()
            default: try reader.skip(type)
            }
        }
        return (key, value)
    }

    /// An attribute; arrays, maps, bytes and the empty value become JSON text in the arena.
    @inline(__always)
    static func attribute(_ message: Bytes, _ arena: ByteArena) throws(WireFault) -> RawAttribute {
        let (key, value) = try keyValue(message)
        var reader = WireReader(value)
        if !reader.isAtEnd {
            let (field, type) = try reader.tag()
            switch (field, type) {
            case (1, 2): return RawAttribute(key: key, value: .text(try reader.bytes()))
            case (2, 0): return RawAttribute(key: key, value: .boolean(try reader.varint() != 0))
            case (3, 0): return RawAttribute(key: key, value: .integer(Int64(bitPattern: try reader.varint())))
            case (4, 1): return RawAttribute(key: key, value: .double(Double(bitPattern: try reader.fixed64())))
            default: break
            }
        }
        return RawAttribute(key: key, value: .composite(try composite(value, arena)))
    }

    /// The text of a log body: a string as it is, anything else as JSON; empty where there is none.
    static func bodyText(_ message: Bytes, _ arena: ByteArena) throws(WireFault) -> Bytes {
        guard !message.isEmpty else { return message }
        var reader = WireReader(message)
        if case (1, 2) = try reader.tag() { return try reader.bytes() }
        return try composite(message, arena)
    }

    private static func composite(_ message: Bytes, _ arena: ByteArena) throws(WireFault) -> Bytes {
        var text = CompositeText()
        try text.anyValue(message, depth: 0)
        return arena.keep(text.bytes)
    }
}
