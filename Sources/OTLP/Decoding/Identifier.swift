import Telemetry

/// Reads ids out of their bytes; a wrong length leaves the id zero, which is invalid.
enum Identifier {
    @inline(__always)
    static func trace(_ bytes: Bytes, _ high: inout UInt64, _ low: inout UInt64) -> Bool {
        guard bytes.count == 16, let base = UnsafeRawPointer(bytes.baseAddress) else { return bytes.isEmpty }
        high = UInt64(bigEndian: base.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return true
    }

    @inline(__always)
    static func span(_ bytes: Bytes, _ id: inout UInt64) -> Bool {
        guard bytes.count == 8, let base = UnsafeRawPointer(bytes.baseAddress) else { return bytes.isEmpty }
        id = UInt64(bigEndian: base.loadUnaligned(as: UInt64.self))
        return true
    }

    /// A parent may be absent; one of a wrong length makes the span a root rather than losing it.
    @inline(__always)
    static func parent(_ bytes: Bytes, _ id: inout UInt64) -> Bool {
        _ = span(bytes, &id)
        return true
    }
}

/// The attributes that say where a link points.
enum LinkAttributes {
    static func target(_ trace: TraceID, _ span: SpanID, _ arena: ByteArena) -> [RawAttribute] {
        [
            attribute("link.trace_id", trace.description, arena),
            attribute("link.span_id", span.description, arena),
        ]
    }

    private static func attribute(_ key: String, _ value: String, _ arena: ByteArena) -> RawAttribute {
        RawAttribute(key: arena.keep(Array(key.utf8)), value: .text(arena.keep(Array(value.utf8))))
    }
}

/// Severity numbers for senders that give only the word.
enum Severity {
    static func number(_ text: Bytes) -> UInt8 {
        switch String(decoding: text.prefix(8), as: UTF8.self).uppercased() {
        case "TRACE": 1
        case "DEBUG": 5
        case "INFO", "NOTICE": 9
        case "WARN", "WARNING": 13
        case "ERROR": 17
        case "FATAL", "CRITICAL": 21
        default: 0
        }
    }
}
