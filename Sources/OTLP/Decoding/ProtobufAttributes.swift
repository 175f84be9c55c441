/// Reads `KeyValue` and `AnyValue` messages.
enum ProtobufAttributes {
    /// Key and value message of a `KeyValue`.
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
        if let usual = usualAttribute(message) { return usual }
        return try anyAttribute(message, arena)
    }

    /// An attribute as nearly every sender writes it: a key below 128 bytes, then a value below 128 bytes that is a
    /// text, a flag, an integer or a double; nil for everything else, be it valid or not.
    @inline(__always)
    private static func usualAttribute(_ message: Bytes) -> RawAttribute? {
        guard message.count >= 4, message[0] == 0x0A else { return nil }
        let keyCount = Int(message[1])
        let valueStart = keyCount &+ 4
        guard keyCount < 0x80, valueStart &+ 2 <= message.count, message[valueStart &- 2] == 0x12,
            Int(message[valueStart &- 1]) == message.count &- valueStart, message.count &- valueStart < 0x80
        else { return nil }
        let key = slice(message, 2, keyCount)
        switch message[valueStart] {
        case 0x0A:
            let textStart = valueStart &+ 2
            guard Int(message[textStart &- 1]) == message.count &- textStart else { return nil }
            return RawAttribute(key: key, value: .text(slice(message, textStart, message.count &- textStart)))
        case 0x10:
            guard message[valueStart &+ 1] < 0x80, valueStart &+ 2 == message.count else { return nil }
            return RawAttribute(key: key, value: .boolean(message[valueStart &+ 1] != 0))
        case 0x18:
            var reader = WireReader(slice(message, valueStart &+ 1, message.count &- valueStart &- 1))
            guard let number = try? reader.varint() else { return nil }
            return RawAttribute(key: key, value: .integer(Int64(bitPattern: number)))
        case 0x21:
            var reader = WireReader(slice(message, valueStart &+ 1, message.count &- valueStart &- 1))
            guard let bits = try? reader.fixed64() else { return nil }
            return RawAttribute(key: key, value: .double(Double(bitPattern: bits)))
        default: return nil
        }
    }

    @inline(__always)
    private static func slice(_ message: Bytes, _ start: Int, _ count: Int) -> Bytes {
        Bytes(start: message.baseAddress.map { $0 + start }, count: count)
    }

    private static func anyAttribute(_ message: Bytes, _ arena: ByteArena) throws(WireFault) -> RawAttribute {
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
