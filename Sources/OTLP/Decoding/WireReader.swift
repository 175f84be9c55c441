/// What can be wrong with protobuf or JSON bytes; carries no text, so that throwing costs nothing on the way.
enum WireFault: Error {
    case truncated
    case varintTooLong
    case wireType
    case nesting
    case syntax
    case number
}

/// Field number and wire type in one number, as they stand on the wire.
enum WireTag {
    @inline(__always) static func varint(_ field: UInt32) -> UInt32 { field << 3 }
    @inline(__always) static func fixed64(_ field: UInt32) -> UInt32 { field << 3 | 1 }
    @inline(__always) static func bytes(_ field: UInt32) -> UInt32 { field << 3 | 2 }
}

/// Reads protobuf fields one after the other.
struct WireReader {
    private var cursor: UnsafePointer<UInt8>?
    private let end: UnsafePointer<UInt8>?

    init(_ bytes: Bytes) {
        cursor = bytes.baseAddress
        end = bytes.baseAddress.map { $0 + bytes.count }
    }

    @inline(__always) var isAtEnd: Bool { cursor == end }

    /// Field number and wire type of the next field.
    @inline(__always)
    mutating func tag() throws(WireFault) -> (field: Int, type: Int) {
        let tag = try wholeTag()
        return (Int(tag >> 3), Int(tag & 7))
    }

    /// The next field's number and wire type in one (`WireTag`), for readers of what there is most of.
    @inline(__always)
    mutating func wholeTag() throws(WireFault) -> UInt32 {
        let tag = try varint()
        guard tag >> 3 != 0, tag <= UInt64(UInt32.max) else { throw .wireType }
        return UInt32(truncatingIfNeeded: tag)
    }

    @inline(__always)
    mutating func varint() throws(WireFault) -> UInt64 {
        guard let start = cursor, let end, start < end else { throw .truncated }
        let first = start.pointee
        if first < 0x80 {
            cursor = start + 1
            return UInt64(first)
        }
        return try longVarint(start, end)
    }

    private mutating func longVarint(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) throws(WireFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var position = start
        while position < end {
            let byte = position.pointee
            position += 1
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 {
                cursor = position
                return value
            }
            shift &+= 7
            if shift > 63 { throw .varintTooLong }
        }
        throw .truncated
    }

    /// The content of a length-delimited field.
    @inline(__always)
    mutating func bytes() throws(WireFault) -> Bytes {
        let length = try varint()
        guard let start = cursor, let end, length <= UInt64(end - start) else { throw .truncated }
        let count = Int(truncatingIfNeeded: length)
        cursor = start + count
        return Bytes(start: start, count: count)
    }

    @inline(__always)
    mutating func fixed64() throws(WireFault) -> UInt64 {
        guard let start = cursor, let end, end - start >= 8 else { throw .truncated }
        cursor = start + 8
        return UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    }

    mutating func fixed32() throws(WireFault) -> UInt32 {
        guard let start = cursor, let end, end - start >= 4 else { throw .truncated }
        cursor = start + 4
        return UInt32(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
    }

    /// Passes over a field that means nothing here. Groups (wire types 3 and 4) are not spoken.
    mutating func skip(_ type: Int) throws(WireFault) {
        switch type {
        case 0: _ = try varint()
        case 1: _ = try fixed64()
        case 2: _ = try bytes()
        case 5: _ = try fixed32()
        default: throw .wireType
        }
    }
}
